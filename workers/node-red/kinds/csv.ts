import Papa from 'papaparse';
import {
  copyOf,
  type Fields,
  isFields,
  isOn,
  type Kind,
  type Message,
  NodeFailure,
  type NodeRun,
  textOf,
} from '../node.ts';
import { unescaped } from './split.ts';

/** CSV: a text becomes its rows as objects, and rows become a text. */
export const csv: Kind = (run) => {
  const made: Message[] = [];
  for (const [index, message] of run.messages.entries()) {
    try {
      made.push(...converted(message, run, index));
    } catch (error) {
      run.failed(error, message);
    }
  }
  return [made];
};

function converted(message: Message, run: NodeRun, index: number): Message[] {
  const { payload } = message;
  if (payload === undefined) return [message];
  if (typeof payload === 'string') return read(message, payload, run, index);
  if (typeof payload === 'object' && payload !== null) return [written(message, run.node)];
  throw new NodeFailure('This node only handles CSV strings or js objects.');
}

const separatorOf = (node: Fields): string => unescaped(textOf(node, 'sep', ',')) || ',';

function columnsOf(node: Fields): string[] {
  const [names = []] = Papa.parse<string[]>(textOf(node, 'temp'), { delimiter: separatorOf(node) }).data;
  return names.map((name) => name.trim());
}

function read(message: Message, text: string, { node, nowMs }: NodeRun, index: number): Message[] {
  const skipped = text
    .split('\n')
    .slice(Number(node['skip'] ?? 0) || 0)
    .join('\n');
  const { data } = Papa.parse<string[]>(skipped, { delimiter: separatorOf(node), skipEmptyLines: true });
  const hasHead = isOn(node, 'hdrin') && data.length > 0;
  const template = columnsOf(node);
  const head = hasHead ? (data.shift() ?? []).map((name) => name.trim()) : [];
  const names = hasHead
    ? head
    : template.some((name) => name !== '')
      ? template
      : (data[0] ?? []).map((_, at) => `col${at + 1}`);
  const rows = data.map((cells) => rowOf(cells, names, node));
  const columns = names.filter((name) => name !== '').join(',');
  if (textOf(node, 'multi', 'one') !== 'one') return [{ ...message, payload: rows, columns }];
  const before = isFields(message['parts']) ? { parts: message['parts'] } : {};
  const id = `${node.id}${nowMs.toString(16)}${index}`;
  return rows.map((payload, at) => ({
    ...copyOf({ ...message, payload: null }),
    ...{ payload, columns, parts: { ...before, id, index: at, count: rows.length } },
  }));
}

function rowOf(cells: readonly string[], names: readonly string[], node: Fields): Fields {
  const row: Fields = {};
  for (const [at, name] of names.entries()) {
    if (name === '') continue;
    const cell = cells[at];
    if (cell === undefined || cell === '') {
      if (cell === '' && isOn(node, 'include_empty_strings')) row[name] = '';
      else if (isOn(node, 'include_null_values')) row[name] = null;
    } else row[name] = isOn(node, 'strings') && isNumber(cell) ? Number(cell) : cell;
  }
  return row;
}

const isNumber = (text: string): boolean =>
  text.trim() !== '' && !Number.isNaN(Number(text)) && !/^[+-]?0\d/.test(text.trim());

function written(message: Message, node: Fields): Message {
  const { payload } = message;
  const list = (Array.isArray(payload) ? payload : [payload]) as unknown[];
  const rows = list.some(Array.isArray) ? list : list.every((one) => !isFields(one)) ? [list] : list;
  const template = columnsOf(node).filter((name) => name !== '');
  const told = typeof message['columns'] === 'string' ? message['columns'].split(',') : [];
  const isHeaded = ['all', 'once', 'true'].includes(textOf(node, 'hdrout', node['hdrout'] === true ? 'all' : 'none'));
  const firstRow: unknown = rows[0];
  const numbers = isHeaded && Array.isArray(firstRow) ? Object.keys(firstRow) : [];
  const found = [...new Set([...rows.filter(isFields).flatMap((row) => Object.keys(row)), ...numbers])];
  const names = template.length > 0 ? template : told.length > 0 ? told : found;
  const isTemplate = template.length > 0;
  const cells = rows.map((row) => {
    if (isFields(row)) return names.map((name) => cellOf(row[name]));
    const cellsOfRow = (Array.isArray(row) ? row : [row]) as unknown[];
    return (isTemplate ? cellsOfRow.slice(0, names.length) : cellsOfRow).map(cellOf);
  });
  const hasHead = isHeaded && names.length > 0;
  const newline = unescaped(textOf(node, 'ret', String.raw`\n`));
  const text = Papa.unparse(hasHead ? [names, ...cells] : cells, { delimiter: separatorOf(node), newline });
  return { ...message, payload: `${text}${newline}`, columns: names.join(',') };
}

function cellOf(value: unknown): unknown {
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : value;
}
