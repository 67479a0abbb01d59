import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { ask } from './ask.ts';
import { dialects } from './dialects.ts';
import { placeOf } from './place.ts';
import type { Value } from './run-statement.ts';

type Output = Actions['query']['output'];

const mostCharacters = 1_000_000;
const explainMs = 30_000;

export const query: ActionRun<Actions['query']['input'], Output> = async (input, context) => {
  const { sql, parameters, limit, timeMs } = input;
  const place = await placeOf(input, context);
  return ask(place, { sql, parameters, timeMs }, context, async ({ columns, rows }) => {
    const output: Output = { ...place.named, columns, rows: [], truncated: false };
    let characters = 0;
    for await (const row of rows) {
      if (output.rows.length >= limit) return { ...output, truncated: true };
      characters += JSON.stringify(row).length;
      if (characters > mostCharacters)
        fail('limit-exceeded', 'The rows are more than a step can hand on; ask for fewer, or export them', {
          field: 'limit',
        });
      output.rows.push(row);
    }
    return output;
  });
};

export const explain: ActionRun<Actions['explain']['input'], Actions['explain']['output']> = async (input, context) => {
  const { sql, parameters } = input;
  const place = await placeOf(input, context);
  const { explain: words, stepsOf } = dialects[place.kind];
  const statement = { sql: `${words} ${sql}`, parameters, timeMs: explainMs };
  return ask(place, statement, context, async ({ columns, rows }) => {
    const all: Value[][] = await Array.fromAsync(rows);
    return { ...place.named, steps: stepsOf(columns, all) };
  });
};
