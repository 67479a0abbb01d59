import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export const remove: ActionRun<Actions['remove']['input'], Actions['remove']['output']> = async ({ path }, context) => {
  const status = await context.files.status(path);
  if (!status) fail('not-found', `There is nothing at ${path}`, { path });
  await context.files.remove(path);
  return { path, kind: status.kind };
};
