import type { WorkClass } from '../../contract/manifest.ts';
import type { CallableAction } from './registry/catalogue.ts';
import type { WorkerRegistry } from './registry/registry.ts';

/** A call that will be made if somebody says yes. */
export type ComingCall = { workerId: string; action: string };

/** Has the processes of coming calls begin, of no more workers of a class than may work at a time. */
export type Warm = (calls: Iterable<ComingCall>, places: (workClass: WorkClass) => number) => void;

export function createWarm(registry: Pick<WorkerRegistry, 'action'>): Warm {
  return (calls, places) => {
    const seen = new Set<string>();
    const taken = new Map<WorkClass, number>();
    for (const call of calls) {
      const coming = seen.has(call.workerId) ? undefined : callable(registry, call);
      if (!coming || coming.breaker.shown()) continue;
      seen.add(call.workerId);
      const workClass = coming.action.class;
      const before = taken.get(workClass) ?? 0;
      if (before >= places(workClass)) continue;
      taken.set(workClass, before + 1);
      coming.supervisor.warm();
    }
  };
}

/** What cannot be called says so when it is. */
function callable(
  registry: Pick<WorkerRegistry, 'action'>,
  { workerId, action }: ComingCall,
): CallableAction | undefined {
  try {
    return registry.action(workerId, action);
  } catch {
    return undefined;
  }
}
