/** A connection of the kind that items flow through. */
export type Edge = { from: string; output: number; to: string; input: number };

/** The nodes of another program's workflow by what they are known by, and how they are connected. */
export type FlowGraph<Node = unknown> = {
  nodes: ReadonlyMap<string, Node>;
  edges: readonly Edge[];
  into(name: string): readonly Edge[];
  outOf(name: string): readonly Edge[];
};

export function withEdges<Node>(nodes: ReadonlyMap<string, Node>, edges: readonly Edge[]): FlowGraph<Node> {
  const into = Map.groupBy(edges, ({ to }) => to);
  const outOf = Map.groupBy(edges, ({ from }) => from);
  return { nodes, edges, into: (name) => into.get(name) ?? [], outOf: (name) => outOf.get(name) ?? [] };
}

/** All that can be come to from there, without passing what is shut. */
export function reached(
  start: readonly string[],
  next: (name: string) => readonly string[],
  shut: ReadonlySet<string>,
): Set<string> {
  const found = new Set<string>();
  const pending = start.filter((name) => !shut.has(name));
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    pending.push(...next(name).filter((one) => !shut.has(one)));
  }
  return found;
}

export const after =
  ({ outOf }: FlowGraph) =>
  (name: string): string[] =>
    outOf(name).map(({ to }) => to);
export const before =
  ({ into }: FlowGraph) =>
  (name: string): string[] =>
    into(name).map(({ from }) => from);

/** The connections that lead back to where one came from, found in the nodes' order. */
export function backEdges(graph: FlowGraph): Set<Edge> {
  const back = new Set<Edge>();
  const state = new Map<string, 'open' | 'done'>();
  for (const start of graph.nodes.keys()) {
    if (state.has(start)) continue;
    state.set(start, 'open');
    const stack = [{ name: start, left: [...graph.outOf(start)] }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = top.left.shift();
      if (!edge) {
        state.set(top.name, 'done');
        stack.pop();
      } else if (state.get(edge.to) === 'open') back.add(edge);
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open');
        stack.push({ name: edge.to, left: [...graph.outOf(edge.to)] });
      }
    }
  }
  return back;
}

/** The graph without the connections that lead back, and where those of each node led. `isLooked`: which can be such. */
export function withoutCycles<Node>(
  graph: FlowGraph<Node>,
  isLooked: (edge: Edge) => boolean,
): { graph: FlowGraph<Node>; cut: Map<string, string> } {
  const back = backEdges(withEdges(graph.nodes, graph.edges.filter(isLooked)));
  const cut = new Map([...back].map(({ from, to }) => [from, to]));
  if (back.size === 0) return { graph, cut };
  return {
    graph: withEdges(
      graph.nodes,
      graph.edges.filter((edge) => !back.has(edge)),
    ),
    cut,
  };
}
