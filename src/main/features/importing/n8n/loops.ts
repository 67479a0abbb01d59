import { after, before, type Edge, reached, withEdges } from '../flow-graph.ts';
import type { N8nNode } from './n8n-file.ts';
import type { N8nGraph } from './n8n-graph.ts';

/** A Loop Over Items: what is done for each batch, and the connections by which it comes back. */
export type Loop = { node: N8nNode; body: Set<string>; back: Edge[]; doneOutput: number };

export const loopType = 'n8n-nodes-base.splitInBatches';

/** Of those nodes, the loops that are in none of the others. */
export function outerLoops(graph: N8nGraph, within: ReadonlySet<string>): Loop[] {
  const loops = [...within].flatMap((name) => {
    const node = graph.nodes.get(name);
    return node?.type === loopType ? [loopOf(graph, node, within)] : [];
  });
  return loops.filter(
    ({ node }) => !loops.some((other) => other.body.has(node.name) && !isWithin(other, node.name, loops)),
  );
}

/** Two loops that lead into each other would each be in the other; the first one is the outer one. */
function isWithin(other: Loop, name: string, loops: readonly Loop[]): boolean {
  const own = loops.find(({ node }) => node.name === name);
  return own !== undefined && own.body.has(other.node.name) && loops.indexOf(own) < loops.indexOf(other);
}

function loopOf(graph: N8nGraph, node: N8nNode, within: ReadonlySet<string>): Loop {
  const doneOutput = node.typeVersion >= 3 ? 0 : 1;
  const shut = new Set([node.name, ...[...graph.nodes.keys()].filter((name) => !within.has(name))]);
  const starts = (isDone: boolean): string[] =>
    graph
      .outOf(node.name)
      .filter(({ output }) => (output === doneOutput) === isDone)
      .map(({ to }) => to);
  const inLoop = reached(starts(false), after(graph), shut);
  const afterwards = reached(starts(true), after(graph), shut);
  const back = graph.into(node.name).filter(({ from }) => inLoop.has(from));
  const leadsBack = reached(
    back.map(({ from }) => from),
    before(graph),
    shut,
  );
  const body = new Set([...inLoop].filter((name) => leadsBack.has(name) || !afterwards.has(name)));
  return { node, body, back: back.filter(({ from }) => body.has(from)), doneOutput };
}

/** Without the connections by which loops come back: in it nothing comes before itself. */
export function withoutReturns(graph: N8nGraph): N8nGraph {
  const all = new Set(graph.nodes.keys());
  const returns = new Set(
    [...graph.nodes.values()].filter(({ type }) => type === loopType).flatMap((node) => loopOf(graph, node, all).back),
  );
  return returns.size === 0
    ? graph
    : withEdges(
        graph.nodes,
        graph.edges.filter((edge) => !returns.has(edge)),
      );
}
