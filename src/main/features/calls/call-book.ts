import type { Call, CallOutcome } from '../../../contract/calls.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import { callsOfTasks, type EarlierCall, knownCalls, placeOfCall } from './known-calls.ts';

export type EndOfRing = Exclude<CallOutcome, 'held'>;

export type CallBook = {
  /** Oldest first. */
  list(): Call[];
  /** Errors: `not-found`. */
  find(callId: string): Call;
  has(callId: string): boolean;
  /** The task that waits for it. */
  isOf(call: Call, taskId: string): void;
  /** What a task placed before this engine began, if it is still under way; given once. */
  takeEarlier(runId: string, taskId: string): EarlierCall | undefined;
  rings(call: Call): Promise<void>;
  holds(call: Call): Promise<void>;
  ends(call: Call, outcome: EndOfRing, ringsAt?: number): Promise<void>;
  closes(call: Call): Promise<void>;
};

/** The calls that are not over; each change of one is an event. */
export function createCallBook(log: EventLog): CallBook {
  const known = log.list({ types: ['call.rang', 'call.held', 'call.ended', 'call.closed'] });
  const calls = knownCalls(known);
  const earlier = callsOfTasks(known);
  const tasks = new Map([...earlier.values()].map(({ call, taskId }) => [call.id, taskId]));

  async function note({ id, runId, conversationId }: Call, draft: EventDraft): Promise<void> {
    const taskId = tasks.get(id);
    const whose = { ...(runId ? { runId } : {}), ...(conversationId ? { conversationId } : {}) };
    const scope = { ...whose, ...(taskId === undefined ? {} : { taskId }) };
    await log.append([{ ...draft, scope }]);
  }

  /** `rings` and `ends` change what is here before the log has it: two windows that answer at once are told apart. */
  function put(call: Call, state: Call['state'], ringsAt?: number): void {
    delete call.ringsAt;
    Object.assign(call, { state, ...(ringsAt === undefined ? {} : { ringsAt }) });
    calls.set(call.id, call);
  }

  const words = ({ id: callId, text, about }: Call) => ({ callId, text, about });

  return {
    list: () => [...calls.values()].map((call) => ({ ...call })),
    find(callId) {
      const call = calls.get(callId);
      if (call) return call;
      throw new HeronError('not-found', 'That call is over', { callId });
    },
    has: (callId) => calls.has(callId),
    isOf: (call, taskId) => void tasks.set(call.id, taskId),
    takeEarlier(runId, taskId) {
      const key = placeOfCall(runId, taskId);
      const found = earlier.get(key);
      earlier.delete(key);
      // A task that ended since has placed another one now.
      if (found && !log.last('task.completed', { runId, taskId })) return found;
      return undefined;
    },
    async rings(call) {
      put(call, 'ringing');
      await note(call, { type: 'call.rang', payload: words(call) });
    },
    async holds(call) {
      put(call, 'held');
      await note(call, { type: 'call.held', payload: words(call) });
    },
    async ends(call, outcome, ringsAt) {
      if (outcome === 'answered') put(call, 'talking');
      else if (outcome === 'missed' || outcome === 'later') put(call, outcome, ringsAt);
      else calls.delete(call.id);
      const payload = { callId: call.id, outcome, ...(ringsAt === undefined ? {} : { ringsAt }) };
      await note(call, { type: 'call.ended', payload });
    },
    async closes(call) {
      calls.delete(call.id);
      await note(call, { type: 'call.closed', payload: { callId: call.id } });
    },
  };
}
