import { isFields, type Item, NodeFailure, type PairedItem, type Results, type Wire } from './node.ts';

/** What a node gave: its outputs, and where its own items came from, so that a line can be followed back. */
export type Result = { outputs: Item[][]; sources?: Wire[][] };

export function resultsOf(given: Readonly<Record<string, unknown>>): Results {
  const byName = new Map<string, Result>();
  for (const [name, result] of Object.entries(given)) {
    if (isFields(result) && Array.isArray(result['outputs'])) byName.set(name, result as unknown as Result);
  }
  function outputs(name: string): Item[][] {
    const found = byName.get(name);
    if (found) return found.outputs;
    throw new NodeFailure(
      Object.hasOwn(given, name) ? `Node '${name}' hasn't been executed` : "Referenced node doesn't exist",
    );
  }
  const inputsOf = (wires: readonly Wire[]): Item[] =>
    wires.flatMap(({ node, output }) => byName.get(node)?.outputs[output] ?? []);

  function ancestor(
    name: string,
    wires: readonly (readonly Wire[])[],
    index: number,
    input = 0,
    depth = 0,
  ): Item | undefined {
    const at = locate(byName, wires[input] ?? [], index);
    if (!at || depth > 10_000) return undefined;
    if (at.node === name) return at.item;
    const { sources } = byName.get(at.node) ?? {};
    if (!sources) return undefined;
    for (const { item, input: from } of pairsOf(at.item.pairedItem)) {
      const found = ancestor(name, sources, item, from, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  return {
    has: (name) => Object.hasOwn(given, name),
    isThere: (name) => byName.has(name),
    outputs,
    inputsOf,
    ancestor,
  };
}

/** Which item of which node stands at `index` of what the wires give one after the other. */
function locate(
  byName: ReadonlyMap<string, Result>,
  wires: readonly Wire[],
  index: number,
): { node: string; item: Item } | undefined {
  let left = index;
  for (const { node, output } of wires) {
    const items = byName.get(node)?.outputs[output] ?? [];
    const item = items[left];
    if (item) return { node, item };
    left -= items.length;
  }
  return undefined;
}

function pairsOf(paired: Item['pairedItem']): { item: number; input: number }[] {
  if (paired === undefined) return [];
  const list: PairedItem[] = Array.isArray(paired) ? paired : [paired];
  return list.map((one) =>
    typeof one === 'number' ? { item: one, input: 0 } : { item: one.item, input: one.input ?? 0 },
  );
}
