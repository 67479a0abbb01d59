import { type Fields, isFields, type Item, type Kind, NodeFailure, type NodeRun } from '../node.ts';
import { failed } from './per-item.ts';

/** What code prints goes nowhere: nobody reads it. */
const console = Object.freeze(
  Object.fromEntries(['log', 'info', 'warn', 'error', 'debug'].map((name) => [name, () => undefined])),
);

/** Code in JavaScript, once for all items or once for each. */
export const code: Kind = async (run) => {
  if (run.text('language', 0, 'javaScript') !== 'javaScript')
    throw new NodeFailure('Only JavaScript runs in Heron, not Python');
  const source = run.raw('jsCode');
  if (typeof source !== 'string') throw new NodeFailure('It has no code');
  const mode = run.text('mode', 0, 'runOnceForAllItems');
  return [mode === 'runOnceForAllItems' ? await forAll(run, source) : await forEach(run, source)];
};

async function forAll(run: NodeRun, source: string): Promise<Item[]> {
  const given = await run.code(source, 0, { items: run.items, console });
  if (given === undefined || given === null || typeof given !== 'object') {
    throw new NodeFailure("Code doesn't return items properly: return a list of objects, one for each item");
  }
  return (Array.isArray(given) ? given : [given]).map((one: unknown, at) => asItem(one, at));
}

async function forEach(run: NodeRun, source: string): Promise<Item[]> {
  const made: Item[] = [];
  for (const [index, item] of run.items.entries()) {
    try {
      const given = await run.code(source, index, { item, console });
      if (given === undefined || given === null) continue;
      if (!isFields(given)) throw new NodeFailure(`Code doesn't return a single object [item ${index}]`);
      made.push({ ...asItem(given, index), pairedItem: index });
    } catch (error) {
      if (!run.goesOn) throw error;
      made.push(failed(item, index, error, run));
    }
  }
  return made;
}

const itemFields = new Set(['json', 'binary', 'pairedItem', 'error', 'index']);

function asItem(given: unknown, at: number): Item {
  if (!isFields(given)) throw new NodeFailure(`Code doesn't return items properly: number ${at} is no object`);
  if (!('json' in given)) return { json: given };
  if (!isFields(given['json'])) throw new NodeFailure(`A 'json' property isn't an object [item ${at}]`);
  const other = Object.keys(given).find((key) => !itemFields.has(key));
  if (other !== undefined) throw new NodeFailure(`Unknown top-level item key: ${other} [item ${at}]`);
  const { binary, pairedItem } = given;
  return {
    json: given['json'],
    ...(isFields(binary) ? { binary } : {}),
    ...(pairedItem === undefined ? {} : { pairedItem: pairedItem as NonNullable<Item['pairedItem']> }),
  };
}

export type { Fields };
