import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

type MakeFolder = ActionRun<Actions['makeFolder']['input'], Actions['makeFolder']['output']>;

export const makeFolder: MakeFolder = async ({ path }, context) => {
  await context.files.makeFolder(path);
  return { path };
};
