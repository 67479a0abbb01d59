import type { Json } from '../../../../contract/json.ts';
import type { Task } from '../../../../contract/plan-task.ts';
import { after, type Edge, reached, withEdges, withoutCycles } from '../flow-graph.ts';
import { placeholderAction, withoutFrame } from '../step-frame.ts';
import { carryOut, framed, idIn, type Making, nodeText } from './carry-out.ts';
import { judge } from './judge-node.ts';
import { idsIn, type RedNode, setting } from './node-red-file.ts';
import { portsOf, type RedGraph, returns } from './node-red-graph.ts';
import { delayTask, execTask, fileInTask, fileTask, httpTask } from './outside-tasks.ts';

/** The tasks of a graph's nodes; a subflow and a call are one with what they do in it. */
export function tasksOf(making: Making): Task[] {
  const called = onlyCalled(making.graph);
  return [...making.graph.nodes.values()].flatMap((node) => (called.has(node.id) ? [] : [taskOf(making, node)]));
}

/** What nothing leads to but calls of a link is done in those alone. */
export function onlyCalled(graph: RedGraph): Set<string> {
  const calls = new Set(
    [...graph.nodes.values()].filter(({ type }) => type === 'link call').flatMap((node) => idsIn(node['links'])),
  );
  const entries = [...calls].filter((id) => graph.nodes.has(id) && graph.into(id).length === 0);
  const inCalls = reached(entries, after(graph), new Set());
  const others = [...graph.nodes.keys()].filter(
    (id) => !inCalls.has(id) || (graph.into(id).length === 0 && !entries.includes(id)),
  );
  const elsewhere = reached(others, after(graph), new Set());
  return new Set([...inCalls].filter((id) => !elsewhere.has(id)));
}

function taskOf(making: Making, node: RedNode): Task {
  const { state, part } = judge(node, making.flows);
  if (part === 'off') return { ...framed(making, node), value: { outputs: [], counts: [] } };
  if (state === 'cannot' || making.cut.has(node.id)) return placeholder(making, node);
  if (part === 'trigger') return triggerTask(making, node);
  // Nothing ever comes to it.
  if (making.graph.into(node.id).length === 0) return { ...carryOut(making, node, {}), when: 'false' };
  if (part === 'http') return httpTask(making, node);
  if (part === 'exec') return execTask(making, node);
  if (part === 'file') return fileTask(making, node);
  if (part === 'file in') return fileInTask(making, node);
  if (part === 'delay') return delayTask(making, node);
  if (part === 'subflow') return subflowTask(making, node);
  return part === 'call' ? callTask(making, node) : carryOut(making, node, {});
}

/** What a webhook was sent is the payload; what is there besides is the workflow's own. */
const called =
  "{{ { 'payload': $merge([{}, $sift(input, function($v, $k) { $not($k in ['nodeRed', 'env', 'msg', 'trigger']) })]), 'req': { 'method': 'POST' } } }}";

function triggerTask(making: Making, node: RedNode): Task {
  const task = carryOut(making, node, {});
  const start = making.hasSeveralTriggers ? { when: `input.trigger = '${idIn(making, node.id)}'` } : {};
  const given = node.type === 'http in' ? called : '{{ input.msg }}';
  const kind = node.type === 'inject' ? 'inject' : 'http in';
  return { ...task, ...start, input: { ...task.input, kind, given: [given] } };
}

/** What no worker can do keeps its place, and names what it would be. A check refuses it. */
function placeholder(making: Making, node: RedNode): Task {
  return {
    ...framed(making, node),
    action: placeholderAction('node-red', node.type),
    input: { node: nodeText(making, node) },
  };
}

type Body = {
  nodes: readonly RedNode[];
  edges: readonly Edge[];
  enters: readonly string[];
  leaves: readonly Leaving[];
};
type Leaving = { from: string; output: number; port: number };

/** A group: what comes in, the nodes, and what comes to each output. */
function groupTask(making: Making, node: RedNode, { nodes, edges, enters, leaves }: Body, more: Partial<Making>): Task {
  const id = idIn(making, node.id);
  const [begin, end] = [`${node.id}~in`, `${node.id}~out`];
  const ids = new Map(making.ids).set(begin, `${id}_in`).set(end, `${id}_out`);
  const pseudo = (own: string, ports: number): RedNode => ({
    id: own,
    type: 'subflow',
    wires: Array.from({ length: ports }, () => []),
  });
  const within = withEdges(new Map([...nodes, pseudo(begin, 1)].map((one) => [one.id, one])), [
    ...edges,
    ...enters.map((to) => ({ from: begin, output: 0, to, input: 0 })),
  ]);
  const { graph, cut } = withoutCycles(within, () => true);
  const all = withEdges(new Map(graph.nodes).set(end, pseudo(end, portsOf(node))), [
    ...graph.edges,
    ...leaves.map(({ from, output, port }) => ({ from, output, to: end, input: port })),
  ]);
  const inner: Making = { ...making, graph: all, ids, cut: new Map([...making.cut, ...cut]), ...more };
  const inline = (own: string): Json => ({ id: own.replace('~', '-'), type: 'subflow' });
  const first = withoutFrame(carryOut(making, node, { kind: 'subflow.in', node: inline(begin), ports: 1 }));
  const last = carryOut(inner, pseudo(end, portsOf(node)), { kind: 'subflow.out', node: inline(end) });
  const body = { ...inner, graph: withEdges(new Map(nodes.map((one) => [one.id, one])), all.edges) };
  return {
    ...framed(making, node),
    tasks: [
      { ...first, id: `${id}_in`, title: 'In' },
      ...[...body.graph.nodes.values()].map((one) => taskOf(body, one)),
      { ...last, title: 'Out' },
    ],
    output: `{{ tasks.${id}_out.output }}`,
  };
}

type Port = { wires?: { id?: string; port?: number }[] };

function subflowTask(making: Making, node: RedNode): Task {
  const definition = making.flows.subflows.get(node.type.slice('subflow:'.length));
  if (!definition) throw new Error(`There is no subflow ${node.type}`);
  const portsIn = (name: string): Port[] =>
    Array.isArray(definition.node[name]) ? (definition.node[name] as Port[]) : [];
  const wires = portsIn('out').map(({ wires: own = [] }) => own);
  const enters = (portsIn('in')[0]?.wires ?? []).flatMap(({ id }) =>
    id !== undefined && definition.graph.nodes.has(id) ? [id] : [],
  );
  const isThrough = (id: string | undefined): boolean => id === definition.node.id;
  const leaves = wires.flatMap((list, port) =>
    list.flatMap(({ id = '', port: output = 0 }) =>
      isThrough(id)
        ? [{ from: `${node.id}~in`, output: 0, port }]
        : definition.graph.nodes.has(id)
          ? [{ from: id, output, port }]
          : [],
    ),
  );
  const nodes = [...definition.graph.nodes.values()];
  const flow = making.flow === undefined ? node.id : `${making.flow}-${node.id}`;
  return groupTask(
    making,
    node,
    { nodes, edges: definition.graph.edges, enters, leaves },
    { flow, env: idIn(making, node.id) },
  );
}

function callTask(making: Making, node: RedNode): Task {
  const [target = ''] = idsIn(node['links']);
  const all = making.flows.main;
  const graph = all.nodes.has(target) ? all : making.graph;
  const inCall = reached(graph.nodes.has(target) ? [target] : [], after(graph), new Set([node.id]));
  const nodes = [...inCall].flatMap((id) => graph.nodes.get(id) ?? []);
  const edges = graph.edges.filter(({ from, to }) => inCall.has(from) && inCall.has(to));
  const ends = nodes.filter((one) => setting(one, 'mode') === 'return' && returns(one) && one.type === 'link out');
  const back = ends.flatMap(({ id }) => graph.into(id).map(({ from, output }) => ({ from, output, port: 0 })));
  return groupTask(
    making,
    node,
    { nodes, edges, enters: inCall.size > 0 ? [target] : [], leaves: back.filter(({ from }) => inCall.has(from)) },
    {},
  );
}
