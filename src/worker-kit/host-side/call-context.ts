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
  readonly progress: WorkerContext['progress'];
  readonly used: WorkerContext['used'];
  readonly log: WorkerContext['log'];
  readonly now: WorkerContext['now'];
  readonly sleep: WorkerContext['sleep'];
  readonly #means: Means;
  readonly #made: Partial<Pick<WorkerContext, Part>> = {};

  constructor({ call, scope, settings, signal, request, usage, platform }: ContextParts) {
    this.runId = scope.runId;
    this.taskId = scope.taskId;
    this.attempt = scope.attempt;
    this.idempotencyKey = scope.idempotencyKey;
    if (scope.answer !== undefined) this.answer = scope.answer;
    this.settings = freezeDeep(settings);
    this.signal = signal;
    this.#means = { request, text: platform.text };
    // Functions of their own: an action may take them apart from the context.
    this.progress = ({ percent, text, output }) =>
      platform.send({ message: { type: 'progress', call, percent, text, output } });
    this.used = (amount) => platform.send({ message: { type: 'used', call, used: usage.add(amount) } });
    this.log = (level, message) =>
      platform.send({ message: { type: 'log', level, message: message.slice(0, 10_000) } });
    this.now = () => platform.now();
    this.sleep = (ms) => sleep(ms, signal, platform);
  }

  get files(): WorkerContext['files'] {
    return (this.#made.files ??= requestedFiles(this.#means));
  }

  get blobs(): WorkerContext['blobs'] {
    return (this.#made.blobs ??= requestedBlobs(this.#means));
  }

  get net(): WorkerContext['net'] {
    return (this.#made.net ??= requestedNet(this.#means));
  }

  get sockets(): WorkerContext['sockets'] {
    return (this.#made.sockets ??= requestedSockets(this.#means));
  }

  get shell(): WorkerContext['shell'] {
    return (this.#made.shell ??= requestedShell(this.#means));
  }

  get processes(): WorkerContext['processes'] {
    return (this.#made.processes ??= requestedProcesses(this.#means));
  }

  get secrets(): WorkerContext['secrets'] {
    return (this.#made.secrets ??= requestedSecrets(this.#means));
  }

  get browser(): WorkerContext['browser'] {
    return (this.#made.browser ??= requestedBrowser(this.#means));
  }

  get code(): WorkerContext['code'] {
    return (this.#made.code ??= requestedCode(this.#means));
  }

  get speech(): WorkerContext['speech'] {
    return (this.#made.speech ??= requestedSpeech(this.#means));
  }

  get queries(): WorkerContext['queries'] {
    return (this.#made.queries ??= requestedQueries(this.#means));
  }

  get remotes(): WorkerContext['remotes'] {
    return (this.#made.remotes ??= requestedRemotes(this.#means));
  }
}

type Means = { request: BrokerRequest; text: TextCodec };

type Part = Exclude<
  keyof WorkerContext,
  keyof HostCallScope | 'settings' | 'signal' | 'progress' | 'used' | 'log' | 'now' | 'sleep'
>;

function sleep(ms: number, signal: WorkerSignal, platform: HostPlatform): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    void platform.wait(ms).then(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}
