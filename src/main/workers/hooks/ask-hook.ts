import type { JsonObject } from '../../../contract/json.ts';
import type { HookEvent } from '../../../contract/manifest.ts';
import type { WorkerState } from '../../../contract/workers.ts';
import { hookAction } from '../../../worker-kit/host-side/hook-action.ts';
import { HeronError } from '../../base/errors.ts';
import type { BrokerSession } from '../broker/session.ts';
import type { Watcher } from '../registry/watchers.ts';

/** Every action waits for its hooks, so they have little time; a process that has yet to start gets more besides. */
export const hookTimes = { askMs: 2000, startMs: 10_000 };

const noWayOut: BrokerSession = {
  request: (method) =>
    Promise.reject(new HeronError('permission-denied', `A hook has no files, network or programs (${method})`)),
  awaitsHost: () => false,
  close: async () => undefined,
};

export type HookQuestion = {
  event: HookEvent;
  input: JsonObject;
  settings: JsonObject;
  scope: { runId: string; taskId: string; attempt: number };
  times: typeof hookTimes;
  /** Ends the asking. */
  signal: AbortSignal;
};

/** A frozen process wakes at once. */
const hasProcess = (state: WorkerState): boolean => state === 'running' || state === 'paused';

/** Calls one hook in its worker's host and gives what it returned. Errors: those of any call. */
export function askHook({ manifest, supervisor }: Watcher, question: HookQuestion): Promise<unknown> {
  const { event, input, settings, scope, signal, times } = question;
  return supervisor.call({
    action: hookAction(event),
    ...{ input, settings, signal },
    scope: { ...scope, idempotencyKey: `${scope.runId}.${scope.taskId}.${manifest.id}.${event}` },
    priority: 'urgent', // a task in hand waits for the answer
    timeoutMs: hasProcess(supervisor.state()) ? times.askMs : times.askMs + times.startMs,
    session: noWayOut,
    onStopping: () => undefined,
    onProgress: () => undefined,
  });
}
