import { load } from 'cheerio';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import readWorkbook from 'read-excel-file/universal';
import writeWorkbook from 'write-excel-file/universal';
import { NodeFailure } from './call.ts';
import type { Cell, Grid } from './records.ts';
import { shown, type Sheet } from './sheets.ts';

const mostSheetRows = 1_048_576;
/** What an archive may hold unpacked. */
const mostUnpacked = 512 * 1024 * 1024;

export async function xlsxOf({ name, rows }: Sheet): Promise<Uint8Array> {
  if (rows.length > mostSheetRows) throw new NodeFailure(`A workbook holds at most ${mostSheetRows} rows`);
  const cells = rows.map((row) => row.map(cellOf));
  const blob = await writeWorkbook(cells, { sheet: name.slice(0, 31) }).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return value === undefined || value === null || value === '' ? null : shown(value);
}

/** The first sheet, or the one of that name. Errors: it is no workbook, or has no such sheet. */
export async function readXlsx(bytes: Buffer, name: string): Promise<Grid> {
  const sheets = await readWorkbook(new Blob([new Uint8Array(bytes)]), { trim: false }).catch((error: unknown) => {
    throw new NodeFailure(`The file is no Excel workbook, or a damaged one: ${(error as Error).message}`);
  });
  const { data } = named(
    sheets.map(({ sheet, data: rows }) => ({ name: sheet, data: rows })),
    name,
  );
  return { rows: data.map((row) => row.map(read)), isTyped: true };
}

const read = (cell: unknown): Cell => {
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null;
};

function named<One extends { name: string }>(sheets: One[], name: string): One {
  const found = name === '' ? sheets[0] : (sheets.find((one) => one.name === name) ?? undefined);
  if (found) return found;
  const names = sheets.map((one) => one.name).join(', ');
  throw new NodeFailure(`The file has no sheet ${name}${names === '' ? '' : `; it has ${names}`}`);
}

const spaces =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"';
const odsType = 'application/vnd.oasis.opendocument.spreadsheet';

/** A spreadsheet as ISO/IEC 26300 has it: the kind first and uncompressed, then a list of what is there, then the cells. */
export function odsOf({ name, rows }: Sheet): Uint8Array {
  const lines = rows.map((row) => `<table:table-row>${row.map(odsCell).join('')}</table:table-row>`);
  const table = `<table:table table:name="${escaped(name)}">${lines.join('')}</table:table>`;
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${spaces} office:version="1.2"><office:body><office:spreadsheet>${table}</office:spreadsheet></office:body></office:document-content>`;
  const entry = (path: string, type: string): string =>
    `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`;
  const manifest = `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">${entry('/', odsType)}${entry('content.xml', 'text/xml')}</manifest:manifest>`;
  return zipSync({
    mimetype: [strToU8(odsType), { level: 0 }],
    'META-INF/manifest.xml': strToU8(manifest),
    'content.xml': strToU8(content),
  });
}

function odsCell(value: unknown): string {
  const cell = cellOf(value);
  if (cell === null) return '<table:table-cell/>';
  const words = `<text:p>${escaped(shown(cell))}</text:p>`;
  if (typeof cell === 'number')
    return `<table:table-cell office:value-type="float" office:value="${cell}">${words}</table:table-cell>`;
  if (typeof cell === 'boolean')
    return `<table:table-cell office:value-type="boolean" office:boolean-value="${cell}">${words}</table:table-cell>`;
  const lines = cell.split('\n').map((line) => `<text:p>${escaped(line)}</text:p>`);
  return `<table:table-cell office:value-type="string">${lines.join('')}</table:table-cell>`;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (words: string): string => words.replaceAll(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

/** Errors: as of a workbook. */
export function readOds(bytes: Buffer, name: string): Grid {
  const page = load(contentIn(bytes), { xml: true });
  const tables = page(String.raw`table\:table`)
    .toArray()
    .map((table) => ({ name: page(table).attr('table:name') ?? '', table }));
  const { table } = named(tables, name);
  const rows = page(table)
    .find(String.raw`table\:table-row`)
    .toArray()
    .flatMap((row) => {
      const cells = page(row)
        .children(String.raw`table\:table-cell, table\:covered-table-cell`)
        .toArray()
        .flatMap((cell) => {
          const one = page(cell);
          return repeated(
            odsValue(one.attr('office:value-type'), one.attr(), () =>
              one
                .children(String.raw`text\:p`)
                .toArray()
                .map((line) => page(line).text())
                .join('\n'),
            ),
            one.attr('table:number-columns-repeated'),
          );
        });
      return repeated(cells, page(row).attr('table:number-rows-repeated'));
    });
  return { rows, isTyped: true };
}

/** Empty cells and rows fill a sheet to its end; what nobody filled is not read so often. */
function repeated<One>(one: One, times: string | undefined): One[] {
  return Array.from({ length: Math.min(1000, Math.max(1, Number(times ?? 1) || 1)) }, () => one);
}

function odsValue(kind: string | undefined, attributes: Record<string, string> | undefined, words: () => string): Cell {
  if (kind === 'float' || kind === 'currency' || kind === 'percentage') return Number(attributes?.['office:value']);
  if (kind === 'boolean') return attributes?.['office:boolean-value'] === 'true';
  if (kind === 'date') return attributes?.['office:date-value'] ?? words();
  return kind === undefined ? null : words();
}

function contentIn(bytes: Buffer): string {
  try {
    const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
      if (originalSize > mostUnpacked) throw new NodeFailure(`The file holds more than ${mostUnpacked} bytes`);
      return name === 'content.xml';
    };
    const content = unzipSync(new Uint8Array(bytes), { filter })['content.xml'];
    if (content) return strFromU8(content);
  } catch (error) {
    throw new NodeFailure(`The file is no spreadsheet, or a damaged one: ${(error as Error).message}`);
  }
  throw new NodeFailure('The file is no spreadsheet: it has no cells');
}
