import type { Call } from './calls.ts';
import type { AnyEvent } from './events.ts';

/** The calls that are not over, with what an event does to them; others leave them as they are. */
export function withCallEvent(calls: readonly Call[], event: AnyEvent): readonly Call[] {
  if (event.type === 'call.rang' || event.type === 'call.held') return placed(calls, event);
  if (event.type === 'call.closed') return calls.filter(({ id }) => id !== event.payload.callId);
  if (event.type !== 'call.ended') return calls;
  const { callId, outcome, ringsAt } = event.payload;
  return calls.flatMap((call) => {
    if (call.id !== callId) return call;
    const { ringsAt: _, ...same } = call;
    if (outcome === 'answered') return { ...same, state: 'talking' };
    if (outcome === 'missed') return { ...same, state: 'missed' };
    return outcome === 'later' ? { ...same, state: 'later', ...(ringsAt === undefined ? {} : { ringsAt }) } : [];
  });
}

type Placed = Extract<AnyEvent, { type: 'call.rang' | 'call.held' }>;

/** One that rings again keeps its place and the time at which it was placed. */
function placed(calls: readonly Call[], { type, at, scope, payload }: Placed): Call[] {
  const { callId: id, text, about } = payload;
  const { runId, conversationId } = scope;
  const before = calls.find((call) => call.id === id);
  const call: Call = {
    ...{ id, text, about, placedAt: before?.placedAt ?? at, state: type === 'call.rang' ? 'ringing' : 'held' },
    ...(runId ? { runId } : {}),
    ...(conversationId ? { conversationId } : {}),
  };
  return before ? calls.map((each) => (each === before ? call : each)) : [...calls, call];
}
