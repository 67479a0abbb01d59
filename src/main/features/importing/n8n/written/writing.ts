import type { ExportedStep, ExportState } from '../../../../../contract/imports.ts';
import type { JsonObject } from '../../../../../contract/json.ts';

/** An output of a node that was written. */
export type Out = { node: string; output: number };

/** A node to be written. `more` stands beside its parameters. */
export type NodeDraft = {
  name: string;
  type: string;
  version: number;
  parameters: JsonObject;
  more?: JsonObject;
};

type Point = { x: number; y: number };

/** A file of n8n that is being written, and what is to be said of it. */
export type Writing = {
  /** Each of `from` leads into the input of its number, all of one entry into the same. Gives the node's name, which no other has. */
  add(draft: NodeDraft, from: readonly (readonly Out[])[], at?: Point): string;
  /** A way back, or into a node that is there: to its first input. */
  connect(from: Out, to: string): void;
  say(step: { name: string; taskId?: string; type?: string }, state: ExportState, whys?: readonly string[]): void;
  steps: ExportedStep[];
  nodes: JsonObject[];
  connections(): JsonObject;
};

const apart = { x: 240, y: 180 };

export function createWriting(): Writing {
  const names = new Set<string>();
  const depths = new Map<string, number>();
  const rows = new Map<number, number>();
  const wires = new Map<string, { node: string; type: 'main'; index: number }[][]>();
  const nodes: JsonObject[] = [];
  const steps: ExportedStep[] = [];
  const connect = ({ node, output }: Out, to: string, index: number): void => {
    const outputs = wires.get(node) ?? [];
    wires.set(node, outputs);
    while (outputs.length <= output) outputs.push([]);
    outputs[output]?.push({ node: to, type: 'main', index });
  };
  return {
    steps,
    nodes,
    connect: (from, to) => connect(from, to, 0),
    add: ({ name: wanted, type, version, parameters, more = {} }, from, at) => {
      const name = freeName(wanted, names);
      names.add(name);
      const depth = Math.max(-1, ...from.flat().map(({ node }) => depths.get(node) ?? 0)) + 1;
      depths.set(name, depth);
      const row = rows.get(depth) ?? 0;
      rows.set(depth, row + 1);
      const point = at ?? { x: depth * apart.x, y: row * apart.y };
      nodes.push({
        ...{ parameters, id: `heron-${nodes.length + 1}`, name, type: `n8n-nodes-base.${type}` },
        ...{ typeVersion: version, position: [point.x, point.y], ...more },
      });
      for (const [index, outs] of from.entries()) for (const out of outs) connect(out, name, index);
      return name;
    },
    say: ({ name, taskId, type }, state, whys = []) => {
      const why = [...new Set(whys)].join('; ');
      steps.push({
        ...{ name, state, ...(taskId === undefined ? {} : { taskId }), ...(type === undefined ? {} : { type }) },
        ...(why === '' ? {} : { why }),
      });
    },
    connections: () => Object.fromEntries([...wires].map(([node, main]) => [node, { main }])),
  };
}

/** Braces in a name would end the expressions that name it. */
function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const base =
    wanted
      .replaceAll(/[{}\s]+/g, ' ')
      .trim()
      .slice(0, 120) || 'Step';
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base} ${number}`;
  return name;
}
