import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { inOrder } from './ask.ts';
import { placeOf } from './place.ts';

type Write = Actions['write'];

/** One statement in one transaction: it is done as a whole or not at all, and nobody can undo it. */
export const write: ActionRun<Write['input'], Write['output']> = async (input, context) => {
  const { sql, parameters, timeMs } = input;
  const place = await placeOf(input, context);
  if (place.kind === 'sqlite' || place.kind === 'duckdb')
    return fail('invalid-input', 'This is for servers; a file is changed by database.change', { field: 'server' });
  const { source } = place;
  const done = await context.queries.open({ source, sql, parameters: inOrder(parameters), changes: true, timeMs });
  await done.close();
  return { server: input.server, changed: done.changed };
};
