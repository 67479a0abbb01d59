import type { Json } from '../../../../contract/json.ts';
import { after, before, reached } from '../flow-graph.ts';
import type { N8nNode } from './n8n-file.ts';
import type { N8nGraph } from './n8n-graph.ts';

const patterns = [
  /\$\(\s*(["'`])((?:\\.|(?!\1).)+)\1\s*\)/g,
  /\$node\s*\[\s*(["'`])((?:\\.|(?!\1).)+)\1\s*\]/g,
  /\$node(\.)(\w+)/g,
  /\$items\(\s*(["'`])((?:\\.|(?!\1).)+)\1/g,
];

/** The nodes whose names the expressions and the code of a node have. */
export function referencesOf(node: N8nNode): Set<string> {
  const found = new Set<string>();
  for (const text of textsIn(node.parameters)) {
    if (!text.startsWith('=') && !text.includes('$')) continue;
    for (const pattern of patterns) {
      for (const [, , name = ''] of text.matchAll(pattern)) found.add(name.replaceAll(/\\(.)/g, '$1'));
    }
  }
  return found;
}

function* textsIn(value: Json): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsIn(inner);
}

/**
 * All nodes whose outputs it must be handed: those it takes items from, those it names, and those in between, because an item is
 * followed back through them.
 */
export function neededBy(graph: N8nGraph, node: N8nNode): Set<string> {
  const direct = graph.into(node.name).map(({ from }) => from);
  const named = [...referencesOf(node)].filter((name) => graph.nodes.has(name) && name !== node.name);
  const needed = new Set([...direct, ...named]);
  if (named.length === 0) return needed;
  const nothing = new Set<string>([node.name]);
  const earlier = reached(direct, before(graph), nothing);
  for (const name of named) {
    if (!earlier.has(name)) continue;
    for (const between of reached([name], after(graph), nothing)) if (earlier.has(between)) needed.add(between);
  }
  return needed;
}
