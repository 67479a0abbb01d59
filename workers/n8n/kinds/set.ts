import { type Fields, isFields, type Item, type Kind, NodeFailure, type NodeRun } from '../node.ts';
import { getPath, namesIn, removePath, setPath, stepsOf } from '../paths.ts';
import { converted } from '../convert.ts';
import { wordsOf } from '../words.ts';
import { copyOf, perItem } from './per-item.ts';

type Assignment = { name: string; type: string; value: unknown };

/** Edit Fields: sets fields of each item, and keeps, or leaves out, what else it has. */
export const set: Kind = (run) => [perItem(run, (item, index) => setFields(run, item, index))];

function setFields(run: NodeRun, item: Item, index: number): Item {
  const isPath = run.flag('options.dotNotation', index, true);
  const json = keptFields(run, item.json, index, isPath);
  if (run.text('mode', index, 'manual') === 'raw') Object.assign(json, rawFields(run, index));
  else {
    const isForgiving = run.flag('options.ignoreConversionErrors', index);
    for (const { name, type, value } of assignments(run, index)) {
      setPath(json, name, converted(name, value, type, isForgiving, index), isPath);
    }
  }
  return { json, pairedItem: index, ...(item.binary ? { binary: item.binary } : {}) };
}

function keptFields(run: NodeRun, json: Fields, index: number, isPath: boolean): Fields {
  const isOld = run.version < 3.3;
  const isKept = isOld || run.flag('includeOtherFields', index);
  const include = isKept ? run.text('include', index, 'all') : 'none';
  if (include === 'all') return copyOf(json);
  if (include === 'except') {
    const kept = copyOf(json);
    for (const name of namesIn(run.parameter('excludeFields', index, ''))) removePath(kept, name, isPath);
    return kept;
  }
  const kept: Fields = {};
  if (include === 'selected') {
    for (const name of namesIn(run.parameter('includeFields', index, ''))) {
      const value = getPath(json, name, isPath);
      if (value !== undefined) kept[isPath ? (stepsOf(name).at(-1) ?? name) : name] = copyOf(value);
    }
  }
  return kept;
}

function assignments(run: NodeRun, index: number): Assignment[] {
  if (run.version >= 3.3) {
    const list = run.parameter('assignments.assignments', index, []);
    return (Array.isArray(list) ? list : []) as Assignment[];
  }
  const list = run.parameter('fields.values', index, []);
  return ((Array.isArray(list) ? list : []) as Fields[]).map((field) => {
    const type = wordsOf(field['type'] ?? 'stringValue');
    const value = field[type] ?? ({ booleanValue: 'true', objectValue: {} } as Fields)[type] ?? '';
    return { name: wordsOf(field['name'] ?? ''), type: type.replace('Value', ''), value };
  });
}

function rawFields(run: NodeRun, index: number): Fields {
  const given = run.parameter('jsonOutput', index, '{\n  "my_field_1": "value",\n  "my_field_2": 1\n}\n');
  if (isFields(given)) return given;
  try {
    const parsed: unknown = JSON.parse(String(given));
    if (isFields(parsed)) return parsed;
  } catch {
    // Told below, like what is JSON but no object.
  }
  throw new NodeFailure("The 'JSON Output' in item " + index + ' does not contain a valid JSON object');
}
