import { fail } from 'heron/worker-kit';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import { schemaFromColumnData } from 'hyparquet-writer/src/schema.js';
import { meant, type Row, type Value } from './values.ts';

const rowsInGroup = 100_000;

type Kind = 'DOUBLE' | 'BOOLEAN' | 'STRING';

/** A row group at a time. The first one decides what each column holds. Errors: `invalid-input` for a later value of another kind. */
export async function* parquetBytes(columns: string[], batches: AsyncIterable<Row[]>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  let file: { writer: ParquetWriter; kinds: Kind[] } | undefined;
  let done = 0;
  function add(rows: Row[]): Uint8Array {
    const values = columns.map((_, index) => rows.map((row) => meant(row[index] ?? null)));
    const kinds = file?.kinds ?? values.map(kindOf);
    const columnData = columns.map((name, index) => {
      const type = kinds[index] ?? 'STRING';
      return { name, type, nullable: true, data: asKind(values[index] ?? [], type, name, done) };
    });
    file ??= { kinds, writer: new ParquetWriter({ writer: bytes, schema: schemaFromColumnData({ columnData }) }) };
    void file.writer.write({ columnData, rowGroupSize: rowsInGroup });
    done += rows.length;
    return taken(bytes);
  }
  for await (const group of groups(batches)) yield add(group);
  if (!file) yield add([]);
  void file?.writer.finish();
  yield taken(bytes);
}

/** What has been written so far; offsets in the file go on. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

async function* groups(batches: AsyncIterable<Row[]>): AsyncGenerator<Row[]> {
  let held: Row[] = [];
  for await (const batch of batches) {
    for (const row of batch) held.push(row);
    if (held.length < rowsInGroup) continue;
    yield held;
    held = [];
  }
  if (held.length > 0) yield held;
}

function kindOf(values: Value[]): Kind {
  const kinds = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  if (kinds.size !== 1) return 'STRING';
  return kinds.has('number') ? 'DOUBLE' : kinds.has('boolean') ? 'BOOLEAN' : 'STRING';
}

function asKind(values: Value[], kind: Kind, name: string, before: number): Value[] {
  if (kind === 'STRING') return values.map((value) => (value === null ? null : String(value)));
  const wanted = kind === 'DOUBLE' ? 'number' : 'boolean';
  const other = values.findIndex((value) => value !== null && typeof value !== wanted);
  if (other === -1) return values;
  const message = `The column “${name}” holds ${kind === 'DOUBLE' ? 'numbers' : 'true and false'} at first, and in row ${before + other + 1} “${String(values[other])}”; save it as CSV, or leave such rows out`;
  return fail('invalid-input', message, { column: name });
}
