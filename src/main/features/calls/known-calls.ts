import { withCallEvent } from '../../../contract/call-state.ts';
import type { Call } from '../../../contract/calls.ts';
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
