import type { Item, NodeRun } from '../node.ts';

/** Makes items of each one that came in; where the node goes on after failures, a failed one becomes an item with its `error`. */
export function perItem(run: NodeRun, make: (item: Item, index: number) => Item | Item[]): Item[] {
  return run.items.flatMap((item, index) => {
    try {
      return make(item, index);
    } catch (error) {
      if (!run.goesOn) throw error;
      return failed(item, index, error, run);
    }
  });
}

export function failed(item: Item, index: number, error: unknown, run: NodeRun): Item {
  const message = error instanceof Error ? error.message : String(error);
  const json = run.node.onError === 'continueErrorOutput' ? { ...item.json, error: message } : { error: message };
  return { json, pairedItem: index, error: message };
}

export const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
