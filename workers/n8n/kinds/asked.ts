import type { Item, Kind, NodeRun } from '../node.ts';

/**
 * The first half of a node that the worker n8n-formats carries out: for each item the item itself and the parameters that the node
 * has for it. One that cannot be worked out is told, and fails only what needs it.
 */
export const asked: Kind = (run) => [run.items.map((item, index) => askedOf(run, item, index))];

function askedOf(run: NodeRun, { json, binary }: Item, index: number): Item {
  const parameters: Record<string, unknown> = {};
  const failed: Record<string, string> = {};
  for (const name of Object.keys(run.node.parameters ?? {})) {
    try {
      parameters[name] = run.parameter(name, index);
    } catch (error) {
      failed[name] = error instanceof Error ? error.message : String(error);
    }
  }
  const isFailed = Object.keys(failed).length > 0;
  return {
    json: { json, parameters, ...(binary ? { binary } : {}), ...(isFailed ? { failed } : {}) },
    pairedItem: index,
  };
}
