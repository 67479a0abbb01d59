import type { JsonObject } from '../../../contract/json.ts';
import type { HookEvent, Manifest, Risk } from '../../../contract/manifest.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { CallWorker, WorkerCall } from '../worker-call.ts';
import type { HookQuestion } from './ask-hook.ts';
import { type Asked, createHookAsker, type HookAsker, type HookAskerParts, outsideOfRuns } from './hook-asker.ts';
import { redact } from './redact.ts';

export type HooksParts = HookAskerParts & {
  /** undefined for an action that does not exist; then the call fails by itself. */
  riskOf: (workerId: string, action: string) => Risk | undefined;
  /** For the audit log: who refused which action. */
  noteVeto: (veto: { call: WorkerCall; hookOf: string }) => void;
  version: string;
};

export type Hooks = {
  /** The same way to run an action, with the hooks before and after it. Errors besides: `permission-denied` of a veto. */
  around: (callWorker: CallWorker) => CallWorker;
  engineStarted: () => void;
  /** Resolves when all hooks have ended or their time is over. */
  engineStopping: () => Promise<void>;
};

const never = new AbortController().signal;

/** Asks the workers that watch. One that fails is reported and passed over; the others are asked all the same. */
export function createHooks(parts: HooksParts): Hooks {
  const { version: heron } = parts;
  const asker = createHookAsker(parts);
  const moment = (event: HookEvent): Asked => ({ event, input: { heron }, scope: outsideOfRuns, signal: never });

  return {
    around: (callWorker) => async (call) => {
      await judge(parts, asker, call);
      if (asker.watchersOf('after_tool_call').length === 0) return callWorker(call);
      const tell = (outcome: JsonObject): void => {
        const input = { ...watched(parts, call), outcome };
        asker.tell({ event: 'after_tool_call', input, scope: scopeOf(call), signal: never });
      };
      try {
        const output = await callWorker(call);
        tell({ status: 'completed', output: redact(output) });
        return output;
      } catch (error) {
        const { code, message } = toFailure(error);
        tell({ status: 'failed', error: { code, message: redact(message) } });
        throw error;
      }
    },
    engineStarted: () => asker.tell(moment('engine_start')),
    engineStopping() {
      asker.tell(moment('engine_stop'));
      return asker.settled();
    },
  };
}

async function judge(parts: HooksParts, asker: HookAsker, call: WorkerCall): Promise<void> {
  const watchers = asker.watchersOf('before_tool_call');
  if (watchers.length === 0) return;
  const { signal } = call;
  const asked: Asked = { event: 'before_tool_call', input: watched(parts, call), scope: scopeOf(call), signal };
  const vetoes: Veto[] = [];
  await asker.askAll(watchers, asked, (by, said) => {
    const reason = vetoIn(said);
    if (reason !== undefined) vetoes.push({ by, reason });
  });
  for (const { by } of vetoes) parts.noteVeto({ call, hookOf: by.id });
  if (vetoes.length > 0) throw refusal(call, vetoes);
}

type Veto = { by: Manifest; reason: string };

function watched(parts: HooksParts, { workerId, action, input, scope }: WorkerCall): JsonObject {
  const { runId, taskId, attempt } = scope;
  const risk = parts.riskOf(workerId, action) ?? 'irreversible';
  return { ref: `${workerId}.${action}`, workerId, action, risk, input: redact(input), runId, taskId, attempt };
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

function refusal(call: WorkerCall, vetoes: Veto[]): HeronError {
  const said = vetoes.map(({ by, reason }) => `${by.name} refused it: ${reason}`).join('; ');
  const rule = vetoes.map(({ by }) => `hook ${by.id}`).join(', ');
  return new HeronError('permission-denied', `${call.workerId}.${call.action} was not called. ${said}`, { rule });
}
