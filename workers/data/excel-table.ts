import { fail, type WorkerContext } from 'heron/worker-kit';
import readWorkbook from 'read-excel-file/universal';
import { type Table, uniqueNames } from './table.ts';
import { type Row, toValue } from './values.ts';

/** A workbook is a compressed archive that is only readable as a whole. */
const largest = 100 * 1024 * 1024;
const rowsAtOnce = 5000;

/** A sheet of a workbook, the first unless one is named. Its first line names the columns. Errors: `limit-exceeded`, `invalid-input`. */
export async function excelTable(
  path: string,
  size: number,
  sheet: string | undefined,
  context: WorkerContext,
): Promise<Table> {
  if (size > largest)
    fail('limit-exceeded', `${path} has ${size} bytes; a workbook of at most ${largest} can be opened`, { path });
  const bytes = Buffer.concat(await Array.fromAsync(context.files.read(path)));
  const sheets = await readWorkbook(new Blob([bytes]), { trim: false }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('invalid-input', `${path} is no Excel workbook, or a damaged one: ${reason}`, { path });
  });
  const chosen = sheet === undefined ? sheets[0] : sheets.find((one) => one.sheet === sheet);
  if (!chosen) {
    const names = sheets.map((one) => one.sheet).join(', ');
    return fail('invalid-input', `${path} has no sheet ${sheet ?? ''}; it has ${names}`, { field: 'sheet' });
  }
  const [head, ...below] = chosen.data;
  if (!head) return fail('invalid-input', `The sheet ${chosen.sheet} of ${path} is empty`, { path });
  const columns = uniqueNames(head.map((cell) => String(toValue(cell) ?? '')));

  async function* rows(): AsyncGenerator<Row[]> {
    for (let at = 0; at < below.length; at += rowsAtOnce)
      yield below.slice(at, at + rowsAtOnce).map((row) => columns.map((_, index) => toValue(row[index])));
  }

  return { path, format: 'xlsx', columns, rows };
}
