import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { HeronError } from '../../../base/errors.ts';
import { noteType } from './judge-node.ts';
import { pointOf } from '../canvas-place.ts';
import { isObject } from '../kept-file.ts';
import { wordOf } from '../word-of.ts';

/**
 * A workflow that came from n8n, as its file: unchanged where nothing was changed. Nodes that were removed here are gone, with
 * their connections; those that were moved or renamed are so there. What was added here is left out, and told.
 * Errors: `unsupported` for one that did not come from n8n.
 */
export function exportN8n(document: WorkflowDocument): { text: string; leftOut: string[] } {
  const kept = document.input?.['n8n'];
  if (!isObject(kept) || !isObject(kept['nodes'])) {
    throw new HeronError('unsupported', `“${document.title}” did not come from n8n`);
  }
  const { nodes, ...rest } = kept;
  const present = new Set([...document.tasks.flatMap(ownIds), ...(document.canvas?.notes ?? []).map(({ id }) => id)]);
  const renamed = new Map<string, string>();
  const titles = new Map(document.tasks.map(({ id, title }) => [id, title]));
  const written: JsonObject[] = [];
  const own = new Set<string>();
  for (const [id, node] of Object.entries(nodes as JsonObject)) {
    if (!isObject(node)) continue;
    own.add(id);
    if (!present.has(id)) continue;
    const name = wordOf(node['name']);
    const title = node['type'] === noteType ? name : (titles.get(id) ?? name);
    const shown = title === name.slice(0, 300) ? name : title;
    renamed.set(name, shown);
    written.push({
      ...node,
      ...(shown === name ? {} : { name: shown }),
      ...moved(node, document.canvas?.positions?.[id]),
    });
  }
  const leftOut = document.tasks
    .filter(({ id }) => !own.has(id.replace(/_(batches|done)$/, '')) && !own.has(id))
    .map(({ id, title }) => title ?? id);
  const title = rest['name'] === document.title ? {} : { name: document.title };
  const result = { ...rest, ...title, nodes: written, ...connectionsOf(rest['connections'], renamed) };
  return { text: `${JSON.stringify(result, undefined, 2)}\n`, leftOut };
}

/** A node in a loop stands inside a task. What a node runs as a workflow of its own is no node of this one. */
function ownIds(task: WorkflowDocument['tasks'][number]): string[] {
  return [task.id, ...(task.tasks ?? []).filter(({ id }) => id !== `${task.id}_sub`).flatMap(ownIds)];
}

function moved(node: JsonObject, point: { x: number; y: number } | undefined): JsonObject {
  const before = node['position'];
  if (!point || !Array.isArray(before)) return {};
  const known = pointOf(Number(before[0]), Number(before[1]));
  return known.x === point.x && known.y === point.y ? {} : { position: [point.x, point.y] };
}

function connectionsOf(connections: Json | undefined, renamed: ReadonlyMap<string, string>): JsonObject {
  if (!isObject(connections)) return {};
  const link = (value: Json): Json[] => {
    if (!isObject(value)) return [value];
    const name = renamed.get(wordOf(value['node']));
    return name === undefined ? [] : [{ ...value, node: name }];
  };
  const outputs = (value: Json): Json =>
    Array.isArray(value) ? value.map((links) => (Array.isArray(links) ? links.flatMap(link) : links)) : value;
  const entries = Object.entries(connections).flatMap(([from, kinds]) => {
    const name = renamed.get(from);
    if (name === undefined || !isObject(kinds)) return [];
    return [[name, Object.fromEntries(Object.entries(kinds).map(([kind, value]) => [kind, outputs(value)]))] as const];
  });
  return { connections: Object.fromEntries(entries) };
}
