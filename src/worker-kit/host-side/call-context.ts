import type { WorkerContext, WorkerSignal } from '../context.ts';
import type { UsageCount } from '../usage-count.ts';
import type { BrokerRequest } from './broker-request.ts';
import { freezeDeep } from './freeze-deep.ts';
import type { HostCallScope, MessageFromHost, Packet } from './messages.ts';
import { requestedBlobs } from './requested-blobs.ts';
import { requestedCode } from './requested-code.ts';
import { requestedFiles } from './requested-files.ts';
import { requestedNet } from './requested-net.ts';
import { requestedProcesses } from './requested-processes.ts';
import { requestedSecrets } from './requested-secrets.ts';
import { requestedShell } from './requested-shell.ts';
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
  const { call, scope, settings, signal, request, usage, platform } = parts;
  return {
    runId: scope.runId,
    taskId: scope.taskId,
    attempt: scope.attempt,
    idempotencyKey: scope.idempotencyKey,
    ...(scope.answer === undefined ? {} : { answer: scope.answer }),
    settings: freezeDeep(settings),
    signal,
    files: requestedFiles({ request, text: platform.text }),
    blobs: requestedBlobs({ request, text: platform.text }),
    net: requestedNet({ request, text: platform.text }),
    shell: requestedShell({ request }),
    processes: requestedProcesses({ request }),
    secrets: requestedSecrets({ request }),
    code: requestedCode({ request }),
    progress({ percent, text, output }) {
      platform.send({ message: { type: 'progress', call, percent, text, output } });
    },
    used(amount) {
      platform.send({ message: { type: 'used', call, used: usage.add(amount) } });
    },
    log(level, message) {
      platform.send({ message: { type: 'log', level, message: message.slice(0, 10_000) } });
    },
    now: () => platform.now(),
    sleep: (ms) => sleep(ms, signal, platform),
  };
}

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
