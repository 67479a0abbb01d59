import { type Edge, type FlowGraph, withEdges } from '../flow-graph.ts';
import type { N8nFile, N8nNode } from './n8n-file.ts';

export type N8nGraph = FlowGraph<N8nNode>;

/** Connections to nodes that are not in the file lead nowhere, and are left out. */
export function graphOf(file: N8nFile): N8nGraph {
  const nodes = new Map(file.nodes.map((node) => [node.name, node]));
  const edges: Edge[] = [];
  for (const [from, kinds] of Object.entries(file.connections)) {
    for (const [output, links] of (kinds['main'] ?? []).entries()) {
      for (const { node, index } of links ?? []) {
        if (nodes.has(from) && nodes.has(node)) edges.push({ from, output, to: node, input: index });
      }
    }
  }
  return withEdges(nodes, edges);
}
