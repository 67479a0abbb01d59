import type { EventLog } from '../base/event-log.ts';
import type { Probe } from '../features/health/service.ts';

/** Keys that the system did not give to the program around the engine, because another program has them. */
export type RefusedKeys = { heed(keys: readonly string[]): void; probes(): Probe[] };

export function createRefusedKeys(events: Pick<EventLog, 'emit'>): RefusedKeys {
  let refused: readonly string[] = [];
  return {
    heed(keys) {
      if (keys.join() === refused.join()) return;
      refused = keys;
      events.emit({ type: 'keys.refused', payload: { keys: [...keys] } });
    },
    probes: () => [{ name: 'keys', check: () => stateOf(refused) }],
  };
}

function stateOf(refused: readonly string[]): ReturnType<Probe['check']> {
  if (refused.length === 0) return { state: 'ok', message: 'The system gave all keys that are wanted' };
  return { state: 'degraded', message: `Another program has the keys ${refused.join(', ')}` };
}
