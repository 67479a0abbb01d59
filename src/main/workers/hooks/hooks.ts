import type { Json, JsonObject } from '../../../contract/json.ts';
import type { HookEvent, Risk } from '../../../contract/manifest.ts';
import type { AgentStop, Compacted, Compaction } from '../../../worker-kit/hooks.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { CallWorker, WorkerCall } from '../worker-call.ts';
import type { HookQuestion } from './ask-hook.ts';
import { type Asked, createHookAsker, type HookAsker, type HookAskerParts, outsideOfRuns } from './hook-asker.ts';
import { redact } from './redact.ts';
import { type Refusal, refusalBy } from './vetoes.ts';

/** What a hook refused, for the audit log. */
export type Vetoed = {
  hookOf: string;
  runId?: string;
  taskId?: string;
  workerId: string;
  operation: string;
  target: string;
};

export type HooksParts = HookAskerParts & {
  /** undefined for an action that does not exist; then the call fails by itself. */
  riskOf: (workerId: string, action: string) => Risk | undefined;
  noteVeto: (vetoed: Vetoed) => void;
  version: string;
};

export type Hooks = {
  /** The same way to run an action, with the hooks before and after it. Errors besides: `permission-denied` of a veto. */
  around: (callWorker: CallWorker) => CallWorker;
  /** Before a conversation, or a run's, is compacted. A refusal: it is left as it is. Never rejects. */
  compacting: (compaction: Compaction, signal: AbortSignal) => Promise<Refusal | undefined>;
  compacted: (compacted: Compacted) => void;
  /** Before an agent stops. A refusal: it goes on, with the reason as what it is told; whoever calls bounds how often. Never rejects. */
  agentStopping: (stop: AgentStop, signal: AbortSignal) => Promise<Refusal | undefined>;
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
    around: (callWorker) => (call) => {
      const isAsked = asker.watchersOf('before_tool_call').length > 0;
      const isTold = asker.watchersOf('after_tool_call').length > 0;
      return isAsked || isTold ? watchedCall({ parts, asker, callWorker }, call) : callWorker(call);
    },
    compacting: (compaction, signal) =>
      judgeMoment(parts, asker, { event: 'before_compaction', input: compaction, signal }),
    compacted: (compacted) =>
      asker.tell({ event: 'after_compaction', input: compacted, scope: placeOf(compacted), signal: never }),
    agentStopping: (stop, signal) => judgeMoment(parts, asker, { event: 'agent_stop', input: stop, signal }),
    engineStarted: () => asker.tell(moment('engine_start')),
    engineStopping() {
      asker.tell(moment('engine_stop'));
      return asker.settled();
    },
  };
}

type Watched = { parts: HooksParts; asker: HookAsker; callWorker: CallWorker };

async function watchedCall({ parts, asker, callWorker }: Watched, call: WorkerCall): Promise<Json> {
  if (asker.watchersOf('before_tool_call').length > 0) await judge(parts, asker, call);
  const tell = (outcome: JsonObject): void => {
    if (asker.watchersOf('after_tool_call').length === 0) return;
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
}

async function judge(parts: HooksParts, asker: HookAsker, call: WorkerCall): Promise<void> {
  const { workerId, action, scope, signal } = call;
  const asked: Asked = { event: 'before_tool_call', input: watched(parts, call), scope: scopeOf(call), signal };
  const refusal = await refusalBy(asker, asked);
  if (!refusal) return;
  const target = `${workerId}.${action}`;
  for (const hookOf of refusal.by) {
    parts.noteVeto({ hookOf, runId: scope.runId, taskId: scope.taskId, workerId, operation: 'worker.call', target });
  }
  const { reason, rule } = refusal;
  throw new HeronError('permission-denied', `${target} was not called. ${reason}`, { rule });
}

type Moment = { runId?: string; conversationId?: string };

/** Of what Heron itself is about to do. */
async function judgeMoment(
  parts: HooksParts,
  asker: HookAsker,
  { event, input, signal }: { event: HookEvent; input: JsonObject & Moment; signal: AbortSignal },
): Promise<Refusal | undefined> {
  const asked: Asked = { event, input: redactMoment(input), scope: placeOf(input), signal };
  const refusal = await refusalBy(asker, asked);
  const { runId, conversationId } = input;
  for (const hookOf of refusal?.by ?? []) {
    const target = conversationId ?? runId ?? 'heron';
    parts.noteVeto({ hookOf, ...(runId ? { runId } : {}), workerId: 'heron', operation: event, target });
  }
  return refusal;
}

/** Its own names, `tokens` among them, are no secrets. */
function redactMoment(input: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, redact(value)]));
}

function placeOf({ runId }: Moment): HookQuestion['scope'] {
  return runId === undefined ? outsideOfRuns : { ...outsideOfRuns, runId };
}

function watched(parts: HooksParts, { workerId, action, input, scope }: WorkerCall): JsonObject {
  const { runId, taskId, attempt } = scope;
  const risk = parts.riskOf(workerId, action) ?? 'irreversible';
  return { ref: `${workerId}.${action}`, workerId, action, risk, input: redact(input), runId, taskId, attempt };
}

function scopeOf({ scope: { runId, taskId, attempt } }: WorkerCall): HookQuestion['scope'] {
  return { runId, taskId, attempt };
}
