import { fail, type WorkerContext } from 'heron/worker-kit';
import { JSONParser } from '@streamparser/json';
import type { Table } from './table.ts';
import { type Row, toValue } from './values.ts';

type Fields = Record<string, unknown>;

/** The columns are those of the first records; one that comes later only is an error rather than left out in silence. */
const looked = 10_000;
const longestLine = 16 * 1024 * 1024;

/** A list of objects, or one object a line. Errors: `invalid-input`, with the record. */
export async function jsonTable(path: string, format: 'json' | 'ndjson', context: WorkerContext): Promise<Table> {
  const records = format === 'json' ? listed : byLine;
  const names = new Set<string>();
  let count = 0;
  for await (const batch of records(path, context)) {
    for (const fields of batch) for (const name of Object.keys(fields)) names.add(name);
    if ((count += batch.length) >= looked) break;
  }
  if (names.size === 0) fail('invalid-input', `${path} holds no records with fields`, { path });
  const columns = [...names];

  async function* rows(): AsyncGenerator<Row[]> {
    let number = 0;
    for await (const batch of records(path, context)) {
      yield batch.map((fields) => {
        number += 1;
        refuseUnknown(fields, number);
        return columns.map((name) => toValue(fields[name]));
      });
    }
  }

  function refuseUnknown(fields: Fields, number: number): void {
    if (number <= looked) return;
    const other = Object.keys(fields).find((name) => !names.has(name));
    if (other === undefined) return;
    const message = `${path}, record ${number}: it has a field “${other}” that none of the first ${looked} has`;
    fail('invalid-input', message, { path, record: number });
  }

  return { path, format, columns, rows };
}

async function* listed(path: string, context: WorkerContext): AsyncGenerator<Fields[]> {
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false });
  let found: Fields[] = [];
  let number = 0;
  let failure: Error | undefined;
  parser.onValue = ({ value, key }) => {
    number += 1;
    if (typeof key !== 'number') fail('invalid-input', `${path} is no list of records`, { path });
    found.push(asFields(value, path, number));
  };
  parser.onError = (error) => void (failure ??= error);
  for await (const chunk of context.files.read(path)) {
    if (!failure) write(() => parser.write(chunk));
    if (failure) break;
    if (found.length > 0) yield found;
    found = [];
  }
  if (!failure && !parser.isEnded) write(() => parser.end());
  if (failure) throw jsonFailure(failure, path, number);
  if (found.length > 0) yield found;

  function write(act: () => void): void {
    try {
      act();
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error));
    }
  }
}

async function* byLine(path: string, context: WorkerContext): AsyncGenerator<Fields[]> {
  const decoder = new TextDecoder();
  let [rest, number] = ['', 0];
  function read(lines: string[]): Fields[] {
    return lines.flatMap((line) => {
      number += 1;
      if (line.trim() === '') return [];
      try {
        return [asFields(JSON.parse(line), path, number)];
      } catch (error) {
        throw jsonFailure(error, path, number - 1);
      }
    });
  }
  for await (const chunk of context.files.read(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) fail('invalid-input', `${path}: line ${number + lines.length + 1} is too long`);
    const found = read(lines);
    if (found.length > 0) yield found;
  }
  const found = read([rest + decoder.decode()]);
  if (found.length > 0) yield found;
}

function asFields(value: unknown, path: string, number: number): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return fail('invalid-input', `${path}, record ${number}: this is no object with fields`, { path, record: number });
}

function jsonFailure(error: unknown, path: string, before: number): Error {
  if (!(error instanceof Error) || 'code' in error) return error as Error;
  try {
    const message = `${path} is no JSON, in or behind record ${before + 1}: ${error.message}`;
    return fail('invalid-input', message, { path, record: before + 1 });
  } catch (failure) {
    return failure as Error;
  }
}
