import { icsOf } from './calendar.ts';
import { type Asked, type Call, type Fields, type Kind, type Made, mustBeGiven, NodeFailure, perItem } from './call.ts';
import { encoded } from './encodings.ts';
import { type Content, keep } from './files.ts';
import { sniffed, typeOf } from './media-types.ts';
import { flattened, getPath } from './paths.ts';
import { csvOf, htmlOf, type Sheet } from './sheets.ts';
import { odsOf, xlsxOf } from './workbooks.ts';

/** Convert to File: what an item then carries is a handle of the file, and its bytes are a blob. */
export const convertToFile: Kind = async (call) => {
  if (call.items.length === 0) return [];
  const operation = call.text('operation', 0, 'csv');
  const table = tables[operation];
  if (table) return [await fileOfAll(call, await table(call))];
  if (operation === 'toJson' && call.text('mode', 0, 'once') === 'once') {
    return [
      await fileOfAll(
        call,
        jsonFile(
          call,
          call.items.map(({ json }) => json),
          0,
        ),
      ),
    ];
  }
  const one = perItemFiles[operation];
  if (!one) throw new NodeFailure(`Heron cannot make a file of the kind ${operation}`);
  if (operation === 'iCal') for (const name of ['start', 'end']) mustBeGiven(call, name, name);
  return perItem(call, async (item, index): Promise<Made> => {
    const file = await keep(call, one(call, item, index));
    return { json: {}, binary: { [call.text('binaryPropertyName', index, 'data')]: file }, pairedItem: index };
  });
};

async function fileOfAll(call: Call, content: Content): Promise<Made> {
  const name = call.text('binaryPropertyName', 0, 'data');
  const pairedItem = call.items.map((_, item) => ({ item }));
  return { json: {}, binary: { [name]: await keep(call, content) }, pairedItem };
}

type Table = (call: Call) => Promise<Content>;

const tables: Record<string, Table> = {
  csv: async (call) => ({
    bytes: csvOf(sheetOf(call), call.text('options.delimiter', 0, ',')),
    ...named(call, 'csv', 'text/csv'),
  }),
  html: async (call) => ({ bytes: htmlOf(sheetOf(call)), ...named(call, 'html', 'text/html') }),
  xlsx: async (call) => ({
    bytes: await xlsxOf(sheetOf(call)),
    ...named(call, 'xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
  }),
  ods: async (call) => ({
    bytes: odsOf(sheetOf(call)),
    ...named(call, 'ods', 'application/vnd.oasis.opendocument.spreadsheet'),
  }),
};

const named = (call: Call, extension: string, mimeType: string): { fileName: string; mimeType: string } => ({
  fileName: call.text('options.fileName', 0) || `File.${extension}`,
  mimeType,
});

function sheetOf(call: Call): Sheet {
  const records = call.items.map(({ json }) => flattened(json));
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => columns.map((column) => record[column]));
  const hasHeader = call.flag('options.headerRow', 0, true);
  return { name: call.text('options.sheetName', 0, 'Sheet'), rows: hasHeader ? [columns, ...rows] : rows };
}

function jsonFile(call: Call, value: Fields | Fields[], index: number): Content {
  const words = JSON.stringify(value, undefined, call.flag('options.format', index) ? 2 : 0);
  return {
    bytes: wordsIn(call, words, index),
    mimeType: 'application/json',
    fileName: call.text('options.fileName', index) || 'file.json',
  };
}

const wordsIn = (call: Call, words: string, index: number): Buffer =>
  encoded(words, call.text('options.encoding', index, 'utf8'), call.flag('options.addBOM', index));

type One = (call: Call, item: Asked, index: number) => Content;

const perItemFiles: Record<string, One> = {
  toJson: (call, { json }, index) => jsonFile(call, json, index),
  toText: (call, item, index) => ({
    bytes: wordsIn(call, String(valueOf(call, item, index)), index),
    mimeType: 'text/plain',
    fileName: call.text('options.fileName', index) || 'file.txt',
  }),
  toBinary(call, item, index) {
    const value = String(valueOf(call, item, index));
    const isBase64 = call.version > 1 || call.flag('options.dataIsBase64', index, true);
    const bytes = isBase64 ? Buffer.from(value, 'base64') : wordsIn(call, value, index);
    const fileName = call.text('options.fileName', index);
    const given = call.text('options.mimeType', index);
    const { mimeType, extension } =
      given === '' ? (typeOf(fileName) ?? sniffed(bytes)) : { mimeType: given, extension: '' };
    return { bytes, mimeType, fileName: fileName || `file${extension || extensionFor(given)}` };
  },
  iCal: (call, _, index) => ({
    bytes: icsOf(call, index),
    mimeType: 'text/calendar',
    fileName: call.text('additionalFields.fileName', index) || 'event.ics',
  }),
};

const extensionFor = (mimeType: string): string => (mimeType === 'text/plain' ? '.txt' : '');

function valueOf(call: Call, { json }: Asked, index: number): unknown {
  const name = call.text('sourceProperty', index);
  const value = getPath(json, name);
  if (value === undefined || value === null || typeof value === 'object') {
    throw new NodeFailure(`The value in "${name}" is not set`);
  }
  return value;
}
