import { withCallEvent } from '../../../contract/call-state.ts';
import type { Call, CallOutcome } from '../../../contract/calls.ts';
import type { AnyEvent } from '../../../contract/events.ts';

/** The calls that are not over, as the log has them. One that rang when the engine ended was missed, one that was talked over is over. */
export function knownCalls(events: readonly AnyEvent[]): Map<string, Call> {
  const calls = events.reduce<readonly Call[]>(withCallEvent, []);
  return new Map(
    calls
      .filter(({ state }) => state !== 'talking')
      .map((call) => [call.id, { ...call, ...(call.state === 'ringing' ? { state: 'missed' as const } : {}) }]),
  );
}

/** What became of the last call that a task placed before this engine began: of one that still rang, when that began. */
export type EarlierCall = { call: Call; taskId: string } & ({ outcome: CallOutcome } | { rangAt: number });

/** By run and task. Steps of one task that call again and again are known by the last. */
export function callsOfTasks(events: readonly AnyEvent[]): Map<string, EarlierCall> {
  const found = new Map<string, EarlierCall>();
  for (const { type, at, scope, payload } of events) {
    const { runId, taskId } = scope;
    if (runId === undefined || taskId === undefined) continue;
    const key = placeOfCall(runId, taskId);
    if (type === 'call.rang' || type === 'call.held') {
      const [call] = withCallEvent([], { type, at, scope, payload } as AnyEvent);
      const before = found.get(key);
      // One that was gone on with has rung since before that.
      const rangAt = before?.call.id === payload.callId && 'rangAt' in before ? before.rangAt : at;
      const end = type === 'call.held' ? { outcome: 'held' as const } : { rangAt };
      if (call) found.set(key, { call, taskId, ...end });
    } else if (type === 'call.ended') {
      const before = found.get(key);
      // A call that was taken back because the engine closed is still waited for.
      if (before?.call.id !== payload.callId || payload.outcome === 'withdrawn') continue;
      found.set(key, { call: before.call, taskId, outcome: payload.outcome });
    }
  }
  return found;
}

export function placeOfCall(runId: string, taskId: string): string {
  return `${runId} ${taskId}`;
}
