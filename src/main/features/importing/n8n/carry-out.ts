import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { Task } from '../../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { plainText } from '../literal.ts';
import { frameOf } from '../step-frame.ts';
import type { N8nNode } from './n8n-file.ts';
import type { N8nGraph } from './n8n-graph.ts';
import { neededBy } from './node-references.ts';

/** Where the engine finds what a node gave. */
export type Making = {
  graph: N8nGraph;
  /** Without the ways back of loops: what comes before a node, and nothing that comes after it. */
  forward: N8nGraph;
  ids: ReadonlyMap<string, string>;
  /** Expressions for nodes inside loops, seen from where a task stands. */
  places: ReadonlyMap<string, string>;
  /** The loops around, with the name that the number of the turn has. */
  turns: ReadonlyMap<string, string>;
  hasSeveralTriggers: boolean;
  /** Makes a workflow of one that stands in a node; nothing where the text is none. */
  importInner: (text: string) => { document: WorkflowDocument } | undefined;
};

export function idIn({ ids }: Making, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`There is no node ${name}`);
  return id;
}

export const nodeText = (making: Making, { name }: N8nNode): string => `{{ input.n8n.nodes.${idIn(making, name)} }}`;

/** Its id, its title, what it comes after and when it is done. */
export function framed(making: Making, node: N8nNode): Pick<Task, 'id' | 'title' | 'after' | 'when'> {
  const { graph, turns } = making;
  const wires = graph.into(node.name);
  const comes = wires
    .filter(({ from }) => !turns.has(from))
    .map(({ from, output }) => ({ place: place(making, from), output }));
  const { when, ...frame } = frameOf(idIn(making, node.name), node.name, comes);
  const isInTurn = comes.length < wires.length;
  return { ...frame, ...(when === undefined || isInTurn ? {} : { when }) };
}

export function place(making: Making, name: string): string {
  return making.places.get(name) ?? `tasks.${idIn(making, name)}.output`;
}

/** A call of the worker `n8n` for a node, or for a half of one. */
export function carryOut(
  making: Making,
  node: N8nNode,
  more: JsonObject,
): Task & { action: string; input: JsonObject } {
  const { graph, turns } = making;
  const count = Math.max(0, ...graph.into(node.name).map(({ input }) => input + 1));
  const inputs: Json[] = Array.from({ length: count }, (_, input) =>
    graph
      .into(node.name)
      .filter((edge) => edge.input === input)
      .map(({ from, output }) => ({
        node: plainText(from),
        output: turns.has(from) ? `{{ ${turns.get(from)} }}` : output,
      })),
  );
  const results = Object.fromEntries(
    [...neededBy(making.forward, node)].map((name) => [name, `{{ ${place(making, name)} }}`]),
  );
  const turn = [...turns.values()].at(-1);
  return {
    ...framed(making, node),
    action: 'n8n.run',
    input: {
      node: nodeText(making, node),
      inputs,
      ...(Object.keys(results).length > 0 ? { results } : {}),
      ...(turn === undefined ? {} : { runIndex: `{{ ${turn} }}` }),
      zone: '{{ input.zone }}',
      workflow: { name: '{{ input.n8n.name }}' },
      ...more,
    },
  };
}

/** What people are shown of a part of a node. */
export const titled = ({ name }: N8nNode, part: string): string => `${name.slice(0, 280)}: ${part}`;
