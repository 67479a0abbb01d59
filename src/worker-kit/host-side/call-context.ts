import type { WorkerContext, WorkerSignal } from '../context.ts';
import type { UsageCount } from '../usage-count.ts';
import type { BrokerRequest } from './broker-request.ts';
import { freezeDeep } from './freeze-deep.ts';
import type { HostCallScope, MessageFromHost, Packet } from './messages.ts';
import { requestedBrowser } from './requested-browser.ts';
import { requestedBlobs } from './requested-blobs.ts';
import { requestedCode } from './requested-code.ts';
import { requestedFiles } from './requested-files.ts';
import { requestedNet } from './requested-net.ts';
import { requestedProcesses } from './requested-processes.ts';
import { requestedQueries } from './requested-queries.ts';
import { requestedRemotes } from './requested-remotes.ts';
import { requestedSecrets } from './requested-secrets.ts';
import { requestedShell } from './requested-shell.ts';
import { requestedSockets } from './requested-sockets.ts';
import { requestedSpeech } from './requested-speech.ts';
import type { TextCodec } from './text-codec.ts';

/** What a tier lends to the code that builds contexts. */
export type HostPlatform = {
  /** Throws when the message cannot be carried: not JSON, or too large. */
  send(packet: Packet<MessageFromHost>): void;
  now(): number;
  wait(ms: number): Promise<void>;
  text: TextCodec;
};

export type ContextParts = {
  call: number;
  scope: HostCallScope;
  settings: Record<string, unknown>;
  signal: WorkerSignal;
  request: BrokerRequest;
  usage: UsageCount;
  platform: HostPlatform;
};

/** The context of one call, made of messages to the engine. */
export function createContext(parts: ContextParts): WorkerContext {
  return new CallContext(parts);
}

/** Most actions look at one or two of its parts, and they are made when they are looked at: all of them would be a third of a call's work here. */
class CallContext implements WorkerContext {
  readonly runId: string;
  readonly taskId: string;
  readonly attempt: number;
  readonly idempotencyKey: string;
  declare readonly answer?: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly signal: WorkerSignal;
  readonly #parts: ContextParts;
  #made: Partial<Pick<WorkerContext, Part>> | undefined;
  #means: Means | undefined;

  constructor(parts: ContextParts) {
    const { scope, settings, signal } = parts;
    this.#parts = parts;
    this.runId = scope.runId;
    this.taskId = scope.taskId;
    this.attempt = scope.attempt;
    this.idempotencyKey = scope.idempotencyKey;
    if (scope.answer !== undefined) this.answer = scope.answer;
    this.settings = freezeDeep(settings);
    this.signal = signal;
  }

  // Functions of their own: an action may take them apart from the context.
  get progress(): WorkerContext['progress'] {
    return (this.#kept.progress ??= progressOf(this.#parts));
  }

  get used(): WorkerContext['used'] {
    return (this.#kept.used ??= usedOf(this.#parts));
  }

  get log(): WorkerContext['log'] {
    return (this.#kept.log ??= logOf(this.#parts));
  }

  get now(): WorkerContext['now'] {
    return (this.#kept.now ??= nowOf(this.#parts));
  }

  get sleep(): WorkerContext['sleep'] {
    return (this.#kept.sleep ??= sleepOf(this.#parts));
  }

  get files(): WorkerContext['files'] {
    return (this.#kept.files ??= requestedFiles(this.#asking));
  }

  get blobs(): WorkerContext['blobs'] {
    return (this.#kept.blobs ??= requestedBlobs(this.#asking));
  }

  get net(): WorkerContext['net'] {
    return (this.#kept.net ??= requestedNet(this.#asking));
  }

  get sockets(): WorkerContext['sockets'] {
    return (this.#kept.sockets ??= requestedSockets(this.#asking));
  }

  get shell(): WorkerContext['shell'] {
    return (this.#kept.shell ??= requestedShell(this.#asking));
  }

  get processes(): WorkerContext['processes'] {
    return (this.#kept.processes ??= requestedProcesses(this.#asking));
  }

  get secrets(): WorkerContext['secrets'] {
    return (this.#kept.secrets ??= requestedSecrets(this.#asking));
  }

  get browser(): WorkerContext['browser'] {
    return (this.#kept.browser ??= requestedBrowser(this.#asking));
  }

  get code(): WorkerContext['code'] {
    return (this.#kept.code ??= requestedCode(this.#asking));
  }

  get speech(): WorkerContext['speech'] {
    return (this.#kept.speech ??= requestedSpeech(this.#asking));
  }

  get queries(): WorkerContext['queries'] {
    return (this.#kept.queries ??= requestedQueries(this.#asking));
  }

  get remotes(): WorkerContext['remotes'] {
    return (this.#kept.remotes ??= requestedRemotes(this.#asking));
  }

  get #kept(): Partial<Pick<WorkerContext, Part>> {
    return (this.#made ??= {});
  }

  get #asking(): Means {
    const { request, platform } = this.#parts;
    return (this.#means ??= { request, text: platform.text });
  }
}

type Means = { request: BrokerRequest; text: TextCodec };

type Part = Exclude<keyof WorkerContext, keyof HostCallScope | 'settings' | 'signal'>;

function progressOf({ call, platform }: ContextParts): WorkerContext['progress'] {
  return ({ percent, text, output }) => platform.send({ message: { type: 'progress', call, percent, text, output } });
}

function usedOf({ call, usage, platform }: ContextParts): WorkerContext['used'] {
  return (amount) => platform.send({ message: { type: 'used', call, used: usage.add(amount) } });
}

function logOf({ platform }: ContextParts): WorkerContext['log'] {
  return (level, message) => platform.send({ message: { type: 'log', level, message: message.slice(0, 10_000) } });
}

function nowOf({ platform }: ContextParts): WorkerContext['now'] {
  return () => platform.now();
}

function sleepOf({ signal, platform }: ContextParts): WorkerContext['sleep'] {
  return (ms) =>
    new Promise((resolve, reject) => {
      const stop = (): void => reject(signal.reason);
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      void platform.wait(ms).then(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
    });
}
