import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { deliver } from './deliver.ts';
import { columnAt, openTable } from './open-table.ts';
import { type Table, uniqueNames } from './table.ts';
import { isEmpty, meant, type Row, type Value } from './values.ts';

type Join = Actions['join'];

const mostHeld = 2_000_000;

export const join: ActionRun<Join['input'], Join['output']> = async (input, context) => {
  const [left, right] = [await openTable(input, context), await openTable({ path: input.other }, context)];
  const [leftName = '', rightName = leftName] = (input.on ?? theirColumn(left, right))
    .split('=')
    .map((name) => name.trim());
  const on = columnAt(left, leftName, 'on');
  const otherOn = columnAt(right, rightName, 'on');
  const added = right.columns.map((_, index) => index).filter((index) => index !== otherOn);
  const held = await hold(right, otherOn, added);
  const columns = uniqueNames([...left.columns, ...added.map((index) => right.columns[index] ?? '')]);
  const output = await deliver(input, columns, joined(left, on, held, added.length, input.keep), context);
  return output;
};

/** Errors: `invalid-input` with the columns, unless there is one that both have. */
function theirColumn(left: Table, right: Table): string {
  const both = left.columns.filter((column) => right.columns.includes(column));
  const [only = '', ...others] = both;
  if (only !== '' && others.length === 0) return only;
  const which = only === '' ? 'have no column of the same name' : `both have ${both.join(', ')}`;
  return fail('invalid-input', `${left.path} and ${right.path} ${which}; say which to join on`, {
    ...{ field: 'on', columns: left.columns, otherColumns: right.columns },
  });
}

/** The second file is held in memory, by key; the first one streams past it. Errors: `limit-exceeded`. */
async function hold(table: Table, on: number, added: number[]): Promise<Map<Value, Row[]>> {
  const held = new Map<Value, Row[]>();
  let count = 0;
  for await (const batch of table.rows()) {
    count += batch.length;
    if (count > mostHeld) {
      const message = `${table.path} has more than ${mostHeld} rows; name the longer file first`;
      fail('limit-exceeded', message, { field: 'other' });
    }
    for (const row of batch) {
      const key = keyOf(row[on] ?? null);
      if (key === null) continue;
      const rest = added.map((index) => row[index] ?? null);
      const known = held.get(key);
      if (known) known.push(rest);
      else held.set(key, [rest]);
    }
  }
  return held;
}

async function* joined(
  left: Table,
  on: number,
  held: Map<Value, Row[]>,
  width: number,
  keep: Join['input']['keep'],
): AsyncGenerator<Row[]> {
  const nothing: Row = Array.from({ length: width }, () => null);
  for await (const batch of left.rows()) {
    const rows: Row[] = [];
    for (const row of batch) {
      const key = keyOf(row[on] ?? null);
      const found = key === null ? undefined : held.get(key);
      if (keep === 'unmatched') {
        if (!found) rows.push([...row, ...nothing]);
      } else if (found) for (const rest of found) rows.push([...row, ...rest]);
      else if (keep === 'all') rows.push([...row, ...nothing]);
    }
    yield rows;
  }
}

/** 7 in a workbook is the same as the text 7 in a CSV file. Nothing is the same as nothing. */
function keyOf(value: Value): Value {
  return isEmpty(value) ? null : meant(value);
}
