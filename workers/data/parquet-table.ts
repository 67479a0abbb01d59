import { fail, type WorkerContext } from 'heron/worker-kit';
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Table } from './table.ts';
import { type Row, toValue } from './values.ts';

/** Only the parts of the file that are needed are read, a row group at a time. Errors: `invalid-input`. */
export async function parquetTable(path: string, size: number, context: WorkerContext): Promise<Table> {
  const file = bufferOf(path, size, context);
  const metadata = await parquetMetadataAsync(file).catch((error: unknown) => damaged(error, path));
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name);

  async function* rows(wanted?: ReadonlySet<string>): AsyncGenerator<Row[]> {
    const read = wanted ? columns.filter((name) => wanted.has(name)) : columns;
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      // A column at least, or nobody knows how many rows there are.
      const options = {
        file,
        metadata,
        compressors,
        rowStart,
        rowEnd,
        columns: read.length > 0 ? read : columns.slice(0, 1),
      };
      const objects = await parquetReadObjects(options).catch((error: unknown) => damaged(error, path));
      yield objects.map((fields) => columns.map((name) => toValue(fields[name])));
      rowStart = rowEnd;
    }
  }

  return { path, format: 'parquet', columns, rows };
}

function bufferOf(path: string, size: number, context: WorkerContext): AsyncBuffer {
  return {
    byteLength: size,
    async slice(start, end = size) {
      const whole = new Uint8Array(Math.max(0, end - start));
      let at = 0;
      for await (const chunk of context.files.read(path, { start, end })) {
        whole.set(chunk, at);
        at += chunk.byteLength;
      }
      return whole.buffer;
    },
  };
}

function damaged(error: unknown, path: string): never {
  if (error instanceof Error && 'code' in error) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  return fail('invalid-input', `${path} is no Parquet file, or a damaged one: ${reason}`, { path });
}
