import type { Settings } from '../../contract/settings.ts';
import { appendNews } from '../base/append-news.ts';
import type { Probe } from '../features/health/service.ts';
import type { Circuits } from '../features/workers/circuit-handlers.ts';
import type { Ground } from './ground.ts';
import { type Chaos, chaosVariable, readChaos } from '../workers/chaos.ts';
import { createHostCircuits, type HostCircuits } from '../workers/circuits/host-circuits.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';

/** What keeps calls away from hosts that fail, and what makes calls fail on purpose. */
export type Faults = { hosts: HostCircuits; chaos: Chaos | undefined };

/** Errors: `invalid-input`, when chaos is asked for in words that make no sense. */
export function openFaults(ground: Ground, settings: () => Settings): Faults {
  const { host, logger, clock, scrubber } = ground;
  const chaos = readChaos(host.environment[chaosVariable]);
  if (chaos) logger.warn(chaos.text);
  const rules = (): Settings['circuit'] => settings().circuit;
  return { hosts: createHostCircuits({ clock, rules, append: appendNews(ground), scrub: scrubber.json }), chaos };
}

export function circuitsOf(registry: WorkerRegistry, hosts: HostCircuits): Circuits {
  return {
    hosts: hosts.list,
    tryNow(whose) {
      if ('host' in whose) return hosts.tryNow(whose.host);
      return registry.breaker(registry.get(whose.workerId).id)?.tryNow() ?? 'closed';
    },
  };
}

/** Nothing, as long as chaos mode is off. */
export function chaosProbes({ chaos }: Faults): Probe[] {
  return chaos ? [{ name: 'chaos', check: () => ({ state: 'degraded', message: chaos.text }) }] : [];
}
