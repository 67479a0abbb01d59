import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { placeFor } from './place.ts';

export const move: ActionRun<Actions['move']['input'], Actions['move']['output']> = async (input, context) => {
  const { source, overwrite } = input;
  const path = await placeFor(source, input.destination, context);
  await context.files.move(source, path, { overwrite });
  return { source, path };
};
