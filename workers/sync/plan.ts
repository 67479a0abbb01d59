import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Change, planSync, type SyncPlan } from './plan-sync.ts';

type Plan = Actions['plan'];

export const plan: ActionRun<Plan['input'], Plan['output']> = async (input, context) => {
  const planned = await planSync(input, context);
  const changes = [...planned.remove, ...planned.make, ...planned.copy];
  const shown = changes.slice(0, input.limit).map(({ name, kind, bytes, why }) => ({ name, kind, bytes, why }));
  return {
    source: input.source,
    destination: input.destination,
    ...sumOf(planned),
    changes: shown,
    truncated: changes.length > shown.length,
  };
};

/** How much there is to do. */
export function sumOf({ remove, make, copy, same, skipped }: SyncPlan): {
  copy: number;
  make: number;
  remove: number;
  same: number;
  bytes: number;
  skipped: string[];
} {
  const bytes = copy.reduce((sum: number, one: Change) => sum + one.bytes, 0);
  const counts = { copy: copy.length, make: make.length, remove: remove.length, same };
  return { ...counts, bytes, skipped: skipped.slice(0, 100) };
}
