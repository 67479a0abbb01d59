import { type Options, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { type Call, type Fields, type Handle, isFields, NodeFailure } from './call.ts';
import { encodingOf } from './encodings.ts';
import { chunksOf } from './files.ts';

/** Rows of CSV, read as they come. Errors: `NodeFailure` with the line. */
export async function readCsv(call: Call, file: Handle, index: number): Promise<Fields[]> {
  const hasHeader = call.flag('options.headerRow', index, true);
  const most = call.number('options.maxRowCount', index, -1);
  const skips = skipsOf(call, index);
  let skipped = 0;
  const parser = parse({
    ...optionsOf(call, index, hasHeader),
    skip_records_with_error: skips !== undefined,
    on_skip: () => {
      skipped += 1;
    },
  });
  const decode = iconv.getDecoder(encodingOf(call.text('options.encoding', index, 'utf-8')), { stripBOM: false });
  void feed(parser, decode, chunksOf(call, file));
  const hasEmpty = call.flag('options.includeEmptyCells', index);
  const records: Fields[] = [];
  for await (const record of parser as AsyncIterable<Fields | string[]>) {
    const fields = Object.entries(record).filter(([, value]) => hasEmpty || value !== '');
    records.push(hasHeader ? Object.fromEntries(fields) : { row: Object.fromEntries(fields) });
    if (most >= 0 && records.length >= most) break;
  }
  if (skips !== undefined && skips >= 0 && skipped > skips) throw new NodeFailure(`${skipped} rows cannot be read`);
  return records;
}

function optionsOf(call: Call, index: number, hasHeader: boolean): Options {
  const fromLine = call.number('options.fromLine', index, 0);
  return {
    columns: hasHeader,
    delimiter: call.text('options.delimiter', index, ','),
    bom: call.flag('options.enableBOM', index),
    relax_quotes: call.flag('options.relaxQuotes', index),
    relax_column_count: !hasHeader,
    skip_empty_lines: true,
    ...(fromLine > 1 ? { from_line: fromLine } : {}),
  };
}

/** How many rows may be left out because they cannot be read; -1: any. Nothing: none is, and the first one ends it. */
function skipsOf(call: Call, index: number): number | undefined {
  const given = call.parameter('options.skipRecordsWithErrors.value', index);
  return isFields(given) && given['enabled'] === true ? Number(given['maxSkippedRecords'] ?? -1) : undefined;
}

type Decoder = ReturnType<typeof iconv.getDecoder>;

async function feed(
  parser: ReturnType<typeof parse>,
  decode: Decoder,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (parser.destroyed) return;
      if (!parser.write(decode.write(Buffer.from(chunk)))) await drained(parser);
    }
    parser.end(decode.end() ?? '');
  } catch (error) {
    parser.destroy(error as Error);
  }
}

function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      parser.off('drain', done).off('close', done);
      resolve();
    };
    parser.once('drain', done).once('close', done);
  });
}
