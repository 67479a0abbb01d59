import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { collectEach, type Ended } from './collect.ts';
import type { Row } from './take-rows.ts';

export const save: ActionRun<Actions['save']['input'], Actions['save']['output']> = async (input, context) => {
  const { destination, overwrite } = input;
  const format = input.format ?? formatOf(destination);
  let end: Ended = { pages: 0, rows: 0, repeated: 0, truncated: false };
  async function* lines(): AsyncGenerator<string> {
    const write = format === 'csv' ? csvWriter(columnsOf(input)) : jsonWriter();
    for await (const item of collectEach(input, context)) {
      if ('end' in item) end = item.end;
      else yield* write.row(item.row);
    }
    yield* write.end();
  }
  const { size } = await context.files.write(destination, lines(), { overwrite });
  return { ...end, path: destination, bytes: size };
};

function formatOf(path: string): 'csv' | 'json' {
  const ending = /\.(csv|json)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'json') return ending;
  return fail('invalid-input', `${path} ends neither in .csv nor in .json; say the format`, { field: 'format' });
}

type Input = Actions['save']['input'];
type Writer = { row(row: Row): string[]; end(): string[] };

/** The columns are known before the first row: of a file nothing can be changed at its beginning. */
function columnsOf({ fields, schema }: Input): string[] {
  if (fields) return Object.keys(fields);
  const { items, properties } = (schema ?? {}) as { items?: { properties?: object }; properties?: object };
  return Object.keys(items?.properties ?? properties ?? {});
}

function csvWriter(columns: string[]): Writer {
  const line = (cells: unknown[]): string => `${cells.map(cell).join(',')}\r\n`;
  let isBegun = false;
  const head = (): string[] => {
    if (isBegun) return [];
    isBegun = true;
    return [line(columns)];
  };
  return { row: (row) => [...head(), line(columns.map((name) => row[name]))], end: head };
}

/** RFC 4180. What a table would take for a formula is text: it was written by strangers. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  const text = typeof value === 'string' && /^[=+@\t\r-]/.test(value) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonWriter(): Writer {
  let isBegun = false;
  return {
    row(row) {
      const before = isBegun ? ',\n' : '[\n';
      isBegun = true;
      return [before + JSON.stringify(row)];
    },
    end: () => [isBegun ? '\n]\n' : '[]\n'],
  };
}
