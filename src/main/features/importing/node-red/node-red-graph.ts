import { after, type Edge, type FlowGraph, reached, withEdges } from '../flow-graph.ts';
import { idsIn, isOn, isStep, type RedFile, type RedNode, setting } from './node-red-file.ts';

export type RedGraph = FlowGraph<RedNode>;

/**
 * How many outputs it has of its own. Behind them come its failures and, at the next one, what it is done with. What comes to an HTTP
 * response is kept as if it sent it on: the caller's answer is taken from there.
 */
export const portsOf = ({ type, wires }: RedNode): number =>
  type === 'link out' || type === 'http response' ? 1 : (wires?.length ?? 0);

/** The flows of a file as one graph, and each subflow as one of its own. */
export type Flows = {
  main: RedGraph;
  /** By the id of the subflow. */
  subflows: ReadonlyMap<string, { node: RedNode; graph: RedGraph }>;
  isOff: (node: RedNode) => boolean;
};

export function flowsOf({ nodes }: RedFile): Flows {
  const definitions = nodes.filter(({ type }) => type === 'subflow');
  const inSubflow = new Set(definitions.map(({ id }) => id));
  const offTabs = new Set(nodes.filter((node) => node.type === 'tab' && node['disabled'] === true).map(({ id }) => id));
  const isOff = (node: RedNode): boolean => node.d === true || offTabs.has(node.z ?? '');
  const steps = nodes.filter(isStep);
  const graphOf = (list: RedNode[]): RedGraph =>
    withEdges(new Map(list.map((node) => [node.id, node])), edgesOf(list, isOff));
  return {
    main: graphOf(steps.filter(({ z }) => !inSubflow.has(z ?? ''))),
    subflows: new Map(
      definitions.map((node) => [node.id, { node, graph: graphOf(steps.filter(({ z }) => z === node.id)) }]),
    ),
    isOff,
  };
}

/** Wires, links, and what Catch and Complete hear. What is switched off gets nothing and gives nothing. */
function edgesOf(list: readonly RedNode[], isOff: (node: RedNode) => boolean): Edge[] {
  const on = new Map(list.filter((node) => !isOff(node)).map((node) => [node.id, node]));
  const edges: Edge[] = [];
  const known = new Set<string>();
  function add(from: string, output: number, to: string): void {
    const key = `${from} ${output} ${to}`;
    if (!on.has(from) || !on.has(to) || known.has(key)) return;
    known.add(key);
    edges.push({ from, output, to, input: 0 });
  }
  for (const node of on.values()) {
    for (const [output, targets] of (node.wires ?? []).entries()) for (const to of targets) add(node.id, output, to);
    const links = idsIn(node['links']);
    if (node.type === 'link out' && !returns(node))
      for (const to of links) if (on.get(to)?.type === 'link in') add(node.id, 0, to);
    if (node.type === 'link in') for (const from of links) if (isLinkOut(on.get(from))) add(from, 0, node.id);
  }
  hear([...on.values()], edges, add);
  return edges;
}

export const returns = (node: RedNode): boolean => setting(node, 'mode', 'link') === 'return';
const isLinkOut = (node: RedNode | undefined): boolean => node?.type === 'link out' && !returns(node);

/** A Catch hears of the nodes it names, or of all that stand with it and do not come after it. */
function hear(list: readonly RedNode[], edges: Edge[], add: (from: string, output: number, to: string) => void): void {
  const wired = withEdges(new Map(list.map((node) => [node.id, node])), [...edges]);
  const taken = new Set<string>();
  const catches = list
    .filter(({ type }) => type === 'catch')
    .toSorted((a, b) => Number(isOn(a, 'uncaught')) - Number(isOn(b, 'uncaught')));
  for (const node of catches) {
    const own = reached([node.id], after(wired), new Set());
    for (const other of heardBy(node, list)) {
      if (own.has(other.id) || other.type === 'catch' || (isOn(node, 'uncaught') && taken.has(other.id))) continue;
      taken.add(other.id);
      add(other.id, portsOf(other), node.id);
    }
  }
  for (const node of list.filter(({ type }) => type === 'complete')) {
    const own = reached([node.id], after(wired), new Set());
    for (const id of idsIn(node['scope'])) {
      const other = wired.nodes.get(id);
      if (other && !own.has(id)) add(id, portsOf(other) + 1, node.id);
    }
  }
}

function heardBy(node: RedNode, list: readonly RedNode[]): RedNode[] {
  const scope = node['scope'];
  if (Array.isArray(scope)) return list.filter(({ id }) => idsIn(scope).includes(id));
  if (scope === 'group') return list.filter((other) => other['g'] === node['g'] && node['g'] !== undefined);
  return list.filter(({ z }) => z === node.z);
}
