import { z } from 'zod';
import { WorkerId } from './ids.ts';
import { type Manifest, Risk } from './manifest.ts';
import { strictObject } from './strict-object.ts';

/** Which workers run in a container. A worker is one process, so it is routed with all its actions. */
export const ContainerRouting = strictObject(() => ({
  /** Ids of workers. */
  workers: z.array(WorkerId).max(1000),
  /** Besides, every worker that has an action of this risk or a higher one. */
  fromRisk: z.enum(['off', ...Risk.options]),
}));
export type ContainerRouting = z.infer<typeof ContainerRouting>;

export const noContainers: ContainerRouting = { workers: [], fromRisk: 'off' };

export function isRouted({ id, actions }: Pick<Manifest, 'id' | 'actions'>, routing: ContainerRouting): boolean {
  const { workers, fromRisk } = routing;
  if (workers.includes(id)) return true;
  if (fromRisk === 'off') return false;
  const least = Risk.options.indexOf(fromRisk);
  return Object.values(actions).some(({ risk }) => Risk.options.indexOf(risk) >= least);
}

/** What this machine has to run workers in containers: `runtime` in words, or why there is none. */
export const ContainerSupport = strictObject(() => ({
  runtime: z.string().optional(),
  missing: z.string().optional(),
  /** Ids of the workers that the settings send into one. */
  routed: z.array(z.string()),
}));
export type ContainerSupport = z.infer<typeof ContainerSupport>;
