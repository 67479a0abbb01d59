import type { JsonObject } from '../../../contract/json.ts';
import type { HookEvent, Manifest, Risk } from '../../../contract/manifest.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { Watcher } from '../registry/catalogue.ts';
import type { CallWorker, SettingsOf, WorkerCall } from '../worker-call.ts';
import { askHook, type HookQuestion, hookTimes } from './ask-hook.ts';
import { redact } from './redact.ts';

export type HooksParts = {
  /** By worker id. */
  watchers: (event: HookEvent) => readonly Watcher[];
  /** undefined for an action that does not exist; then the call fails by itself. */
  riskOf: (workerId: string, action: string) => Risk | undefined;
  isEnabled: (workerId: string) => boolean;
  settingsOf: SettingsOf;
  /** For the audit log: who refused which action. */
  noteVeto: (veto: { call: WorkerCall; hookOf: string }) => void;
  events: EventLog;
  logger: Logger;
  version: string;
  /** How long a hook may take. */
  times?: typeof hookTimes;
};

export type Hooks = {
  /** The same way to run an action, with the hooks before and after it. Errors besides: `permission-denied` of a veto. */
  around: (callWorker: CallWorker) => CallWorker;
  engineStarted: () => void;
  /** Resolves when all hooks have ended or their time is over. */
  engineStopping: () => Promise<void>;
};

type Asked = Omit<HookQuestion, 'settings' | 'times'>;

const never = new AbortController().signal;
const outsideOfRuns = { runId: 'engine', taskId: 'engine', attempt: 1 };

/** Asks the workers that watch. One that fails is reported and passed over; the others are asked all the same. */
export function createHooks(parts: HooksParts): Hooks {
  const { version: heron, times = hookTimes } = parts;
  const going = new Set<Promise<void>>();

  function watchersOf(event: HookEvent): Watcher[] {
    return parts.watchers(event).filter(({ manifest }) => parts.isEnabled(manifest.id));
  }

  /** In order, each after the other; calls `hear` with what each has to say. */
  async function askAll(
    watchers: Watcher[],
    asked: Asked,
    hear: (manifest: Manifest, said: unknown) => void = () => undefined,
  ): Promise<void> {
    for (const watcher of watchers) {
      const { manifest } = watcher;
      try {
        hear(manifest, await askHook(watcher, { ...asked, times, settings: parts.settingsOf(manifest) }));
      } catch (error) {
        if (asked.signal.aborted) return;
        reportFailure(parts, manifest.id, asked, error);
      }
    }
  }

  /** Nobody waits for what only watches. */
  function tell(asked: Asked): void {
    const watchers = watchersOf(asked.event);
    if (watchers.length === 0) return;
    const asking = askAll(watchers, asked).finally(() => going.delete(asking));
    going.add(asking);
  }

  function watched({ workerId, action, input, scope }: WorkerCall): JsonObject {
    const { runId, taskId, attempt } = scope;
    const risk = parts.riskOf(workerId, action) ?? 'irreversible';
    return { ref: `${workerId}.${action}`, workerId, action, risk, input: redact(input), runId, taskId, attempt };
  }

  async function judge(call: WorkerCall): Promise<void> {
    const watchers = watchersOf('before_tool_call');
    if (watchers.length === 0) return;
    const { signal } = call;
    const asked: Asked = { event: 'before_tool_call', input: watched(call), scope: scopeOf(call), signal };
    const vetoes: { by: Manifest; reason: string }[] = [];
    await askAll(watchers, asked, (by, said) => {
      const reason = vetoIn(said);
      if (reason !== undefined) vetoes.push({ by, reason });
    });
    for (const { by } of vetoes) parts.noteVeto({ call, hookOf: by.id });
    if (vetoes.length > 0) throw refusal(call, vetoes);
  }

  return {
    around: (callWorker) => async (call) => {
      await judge(call);
      const after = (outcome: JsonObject): void =>
        tell({ event: 'after_tool_call', input: { ...watched(call), outcome }, scope: scopeOf(call), signal: never });
      if (watchersOf('after_tool_call').length === 0) return callWorker(call);
      try {
        const output = await callWorker(call);
        after({ status: 'completed', output: redact(output) });
        return output;
      } catch (error) {
        const { code, message } = toFailure(error);
        after({ status: 'failed', error: { code, message: redact(message) } });
        throw error;
      }
    },
    engineStarted: () => tell({ event: 'engine_start', input: { heron }, scope: outsideOfRuns, signal: never }),
    async engineStopping() {
      tell({ event: 'engine_stop', input: { heron }, scope: outsideOfRuns, signal: never });
      await Promise.all(going);
    },
  };
}

function scopeOf({ scope: { runId, taskId, attempt } }: WorkerCall): HookQuestion['scope'] {
  return { runId, taskId, attempt };
}

const longestReason = 500;

/** The reason of a veto; undefined when the hook lets the call pass. Errors: an answer that is neither. */
function vetoIn(said: unknown): string | undefined {
  if (said === null || said === undefined) return undefined;
  if (typeof said === 'object' && 'veto' in said && typeof said.veto === 'string' && said.veto.trim() !== '') {
    return said.veto.slice(0, longestReason);
  }
  throw new HeronError('worker-failed', `The hook answered neither nothing nor { veto: 'why' }`);
}

function refusal(call: WorkerCall, vetoes: { by: Manifest; reason: string }[]): HeronError {
  const said = vetoes.map(({ by, reason }) => `${by.name} refused it: ${reason}`).join('; ');
  const rule = vetoes.map(({ by }) => `hook ${by.id}`).join(', ');
  return new HeronError('permission-denied', `${call.workerId}.${call.action} was not called. ${said}`, { rule });
}

function reportFailure(parts: HooksParts, workerId: string, { event, scope }: Asked, cause: unknown): void {
  const error = toFailure(cause);
  parts.logger.warn(`The hook ${event} of ${workerId} failed and was passed over: ${error.message}`);
  const of = scope === outsideOfRuns ? {} : { runId: scope.runId, taskId: scope.taskId };
  parts.events
    .append([{ type: 'hook.failed', scope: { ...of, workerId }, payload: { event, error } }])
    .catch((unstored: unknown) => parts.logger.error('The event hook.failed was not stored', toFailure(unstored)));
}
