import { parseIcs } from './calendar.ts';
import { readCsv } from './csv.ts';
import {
  type Asked,
  type Call,
  type Fields,
  type Kind,
  type Made,
  mustBeGiven,
  NodeFailure,
  perItem,
  wordsOf,
} from './call.ts';
import { decoded } from './encodings.ts';
import { bytesOf, handleOf } from './files.ts';
import { htmlRows } from './html-rows.ts';
import { withPath } from './paths.ts';
import { type Cell, type Grid, recordsOf } from './records.ts';
import { readOds, readXlsx } from './workbooks.ts';

/** Extract from File. */
export const extractFromFile: Kind = async (call) => {
  const operation = call.text('operation', 0, 'csv');
  const into = intoField[operation];
  if (into) {
    // What is not in the file has n8n's default; an emptied field is an error there.
    if (call.node.parameters?.['destinationKey'] === '')
      mustBeGiven(call, 'destinationKey', 'Destination Output Field');
    return perItem(call, (item, index) => withField(call, item, index, into));
  }
  const rows = tables[operation];
  if (!rows) throw new NodeFailure(`Heron cannot extract ${operation}`);
  return perItem(call, async (item, index) => {
    const records = await rows(call, item, index);
    return records.map((json) => ({ json, pairedItem: index }));
  });
};

type Content = (bytes: Buffer, call: Call, index: number) => unknown;

const wordsIn: Content = (bytes, call, index) =>
  decoded(bytes, call.text('options.encoding', index, 'utf8'), call.flag('options.stripBOM', index, true));

/** Operations that put what is in the file into one field of the item. */
const intoField: Record<string, Content> = {
  text: wordsIn,
  xml: wordsIn,
  binaryToPropery: (bytes) => bytes.toString('base64'),
  fromJson(bytes, call, index) {
    const words = decoded(bytes, call.text('options.encoding', index, 'utf8'), true);
    return words === '' ? {} : (JSON.parse(words) as unknown);
  },
  fromIcs: (bytes, call, index) => parseIcs(String(wordsIn(bytes, call, index))),
};

async function withField(call: Call, item: Asked, index: number, contentOf: Content): Promise<Made> {
  const bytes = await bytesOf(call, handleOf(item, nameOf(call, index), index));
  const keepSource = call.text('options.keepSource', index);
  const kept = keepSource === 'json' || keepSource === 'both' ? item.json : {};
  const json = withPath(kept, call.text('destinationKey', index, 'data'), contentOf(bytes, call, index));
  const isCarried = keepSource === 'binary' || keepSource === 'both';
  return { json, pairedItem: index, ...(isCarried ? { binary: item.binary } : {}) };
}

const nameOf = (call: Call, index: number): string => call.text('binaryPropertyName', index, 'data');

type Rows = (call: Call, item: Asked, index: number) => Promise<Fields[]>;

const tables: Record<string, Rows> = {
  csv: (call, item, index) => readCsv(call, handleOf(item, nameOf(call, index), index), index),
  html: fromGrid((bytes, call, index) => htmlRows(bytes.toString('utf8'), call.flag('options.rawData', index))),
  xlsx: fromGrid((bytes, call, index) => readXlsx(bytes, call.text('options.sheetName', index))),
  ods: fromGrid((bytes, call, index) => readOds(bytes, call.text('options.sheetName', index))),
};

function fromGrid(read: (bytes: Buffer, call: Call, index: number) => Grid | Promise<Grid>): Rows {
  return async (call, item, index) => {
    const grid = await read(await bytesOf(call, handleOf(item, nameOf(call, index), index)), call, index);
    const records = recordsOf(within(grid, call.text('options.range', index)), {
      hasHeader: call.flag('options.headerRow', index, true),
      hasEmpty: call.flag('options.includeEmptyCells', index),
    });
    return call.flag('options.readAsString', index) && grid.isTyped ? records.map(asWords) : records;
  };
}

const asWords = (record: Fields): Fields =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value === null ? value : wordsOf(value)]));

/** The part that a range like `B2:D9` names. Errors: it is none. */
function within(grid: Grid, range: string): Grid {
  if (range === '') return grid;
  const found = /^([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})$/i.exec(range);
  if (!found) throw new NodeFailure(`The range ${range} is not like A1:C10`);
  const [, left = '', top = '', right = '', bottom = ''] = found;
  const rows = grid.rows.slice(Number(top) - 1, Number(bottom));
  return { ...grid, rows: rows.map((row): Cell[] => row.slice(columnOf(left), columnOf(right) + 1)) };
}

const columnOf = (letters: string): number =>
  Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
