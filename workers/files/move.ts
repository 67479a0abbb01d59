import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { placeFor } from './place.ts';

export const move: ActionRun<Actions['move']['input'], Actions['move']['output']> = async (input, context) => {
  const { source, overwrite } = input;
  if (!(await context.files.status(source))) fail('not-found', `There is nothing at ${source}`, { path: source });
  const path = await placeFor(source, input.destination, context);
  await context.files.move(source, path, { overwrite });
  return { source, path };
};
