import type { Call } from '../../../contract/calls.ts';
import type { AnyEvent } from '../../../contract/events.ts';

/** The calls that are not over, as the log has them. One that rang or was talked over when the engine ended was missed. */
export function knownCalls(events: readonly AnyEvent[]): Map<string, Call> {
  const calls = new Map<string, Call>();
  for (const event of events) heed(calls, event);
  for (const call of calls.values()) if (call.state === 'ringing') call.state = 'missed';
  for (const [id, { state }] of calls) if (state === 'talking') calls.delete(id);
  return calls;
}

function heed(calls: Map<string, Call>, event: AnyEvent): void {
  if (event.type === 'call.rang' || event.type === 'call.held') {
    const { callId: id, text, about } = event.payload;
    const { runId, conversationId } = event.scope;
    const state = event.type === 'call.rang' ? 'ringing' : 'held';
    const placedAt = calls.get(id)?.placedAt ?? event.at;
    const whose = { ...(runId ? { runId } : {}), ...(conversationId ? { conversationId } : {}) };
    calls.set(id, { id, text, about, ...whose, placedAt, state });
  }
  if (event.type === 'call.ended') end(calls, event.payload);
  if (event.type === 'call.closed') calls.delete(event.payload.callId);
}

type Ended = Extract<AnyEvent, { type: 'call.ended' }>['payload'];

function end(calls: Map<string, Call>, { callId, outcome, ringsAt }: Ended): void {
  const call = calls.get(callId);
  if (!call) return;
  if (outcome === 'answered') call.state = 'talking';
  else if (outcome === 'missed') call.state = 'missed';
  else if (outcome === 'later') Object.assign(call, { state: 'later', ringsAt });
  else calls.delete(callId);
}
