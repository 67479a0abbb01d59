import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { Task } from '../../../../contract/plan-task.ts';
import { type Frame, frameOf } from '../step-frame.ts';
import { type RedNode, titleOf } from './node-red-file.ts';
import { type Flows, portsOf, type RedGraph } from './node-red-graph.ts';

/** Where the engine finds what a node sent. */
export type Making = {
  flows: Flows;
  graph: RedGraph;
  /** Of tasks, by the ids of nodes. */
  ids: ReadonlyMap<string, string>;
  hasSeveralTriggers: boolean;
  /** The nodes that lead back to an earlier one. */
  cut: ReadonlyMap<string, string>;
  /** Where in the input the names of the environment stand, by tasks and flows that have some. */
  envs: ReadonlySet<string>;
  /** Inside a subflow or a call: whose flow context is seen. */
  flow?: string;
  /** Inside a subflow: which of `envs` holds. */
  env?: string;
};

export function idIn({ ids }: Making, id: string): string {
  const found = ids.get(id);
  if (found === undefined) throw new Error(`There is no node ${id}`);
  return found;
}

export const place = (making: Making, id: string): string => `tasks.${idIn(making, id)}.output`;

export function framed(making: Making, node: RedNode): Frame {
  const comes = making.graph.into(node.id).map(({ from, output }) => ({ place: place(making, from), output }));
  const subflow = making.flows.subflows.get(node.type.replace(/^subflow:/, ''))?.node;
  const title = titleOf(node.name || !subflow ? node : subflow);
  return frameOf(idIn(making, node.id), title, comes);
}

export const nodeText = (making: Making, { id }: RedNode): string => `{{ input.nodeRed.nodes.${idIn(making, id)} }}`;

/** A call of the worker `node-red` for a node, or for a half of one. */
export function carryOut(
  making: Making,
  node: RedNode,
  more: JsonObject,
): Task & { action: string; input: JsonObject } {
  const into = making.graph.into(node.id);
  const count = Math.max(1, ...into.map(({ input }) => input + 1));
  const inputs: Json[] = Array.from({ length: count }, (_, input) =>
    into.filter((edge) => edge.input === input).map(({ from, output }) => ({ node: from, output })),
  );
  const sources = [...new Set(into.map(({ from }) => from))];
  const results = Object.fromEntries(sources.map((from) => [from, `{{ ${place(making, from)} }}`]));
  const heard = new Set(making.graph.outOf(node.id).map(({ output }) => output));
  const ports = portsOf(node);
  const flowId = making.ids.get(node.z ?? '') ?? '';
  const env = making.env ?? (making.envs.has(flowId) ? flowId : undefined);
  return {
    ...framed(making, node),
    action: 'node-red.run',
    input: {
      ...{ node: nodeText(making, node), inputs },
      ...(sources.length > 0 ? { results } : {}),
      ports,
      ...(making.flow === undefined ? {} : { flow: making.flow }),
      ...(env === undefined ? {} : { env: `{{ input.env.${env} }}` }),
      ...(heard.has(ports) ? { caught: true } : {}),
      ...(heard.has(ports + 1) ? { completed: true } : {}),
      ...more,
    },
  };
}
