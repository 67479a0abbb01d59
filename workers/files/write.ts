import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export const write: ActionRun<Actions['write']['input'], Actions['write']['output']> = async (input, context) => {
  const { path, content, overwrite } = input;
  const { size } = await context.files.write(path, content, { overwrite });
  return { path, bytes: size };
};
