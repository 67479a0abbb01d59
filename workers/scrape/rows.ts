import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { collect } from './collect.ts';

const mostCharacters = 5_000_000;

/** Errors: `limit-exceeded`, when it would be more than a result can hold; those of `collect`. */
export const rows: ActionRun<Actions['rows']['input'], Actions['rows']['output']> = async (input, context) => {
  const data: Record<string, unknown>[] = [];
  let characters = 0;
  const end = await collect(input, context, (row) => {
    characters += JSON.stringify(row).length;
    if (characters > mostCharacters)
      fail('limit-exceeded', 'The rows are too many to hand on; save them to a file instead');
    data.push(row);
  });
  return { ...end, data };
};
