import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export const remove: ActionRun<Actions['remove']['input'], Actions['remove']['output']> = async ({ path }, context) => {
  await context.files.remove(path);
  return { path };
};
