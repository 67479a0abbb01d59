import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { withDatabase } from './open-database.ts';
import { rowsOf, withinTime } from './run-statement.ts';

type Output = Actions['query']['output'];

const mostCharacters = 1_000_000;

export const query: ActionRun<Actions['query']['input'], Output> = (input, context) => {
  const { file, sql, parameters, limit, timeMs } = input;
  return withDatabase(file, context, (opened) =>
    withinTime(opened, timeMs, async () => {
      const output: Output = { file, columns: [], rows: [], truncated: false };
      let characters = 0;
      for await (const { columns, row } of rowsOf(opened, sql, parameters, context)) {
        output.columns = columns;
        if (output.rows.length >= limit) return { ...output, truncated: true };
        characters += JSON.stringify(row).length;
        if (characters > mostCharacters)
          fail('limit-exceeded', 'The rows are more than a step can hand on; ask for fewer, or export them', {
            field: 'limit',
          });
        output.rows.push(row);
      }
      return output;
    }),
  );
};

export const explain: ActionRun<Actions['explain']['input'], Actions['explain']['output']> = (input, context) => {
  const { file, sql, parameters } = input;
  return withDatabase(file, context, async (opened) => {
    const depths = new Map<unknown, number>([[0, -1]]);
    const steps: string[] = [];
    for await (const { row } of rowsOf(opened, `EXPLAIN QUERY PLAN ${sql}`, parameters, context)) {
      const [id, parent, , detail] = row;
      const depth = (depths.get(parent) ?? -1) + 1;
      depths.set(id, depth);
      steps.push(`${'  '.repeat(depth)}${String(detail)}`);
    }
    return { file, steps };
  });
};
