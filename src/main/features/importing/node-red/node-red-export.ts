import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { HeronError } from '../../../base/errors.ts';
import { allIds, isObject } from '../kept-file.ts';
import { wordOf } from '../word-of.ts';
import { higher, wider } from './node-red-file.ts';
import { importNodeRed } from './node-red-import.ts';

/**
 * A workflow that came from Node-RED, as its file: unchanged where nothing was changed. Nodes that were removed here are gone,
 * with the wires to them; those that were moved or renamed are so there. What was added here is left out, and told.
 * Errors: `unsupported` for one that did not come from Node-RED.
 */
export function exportNodeRed(document: WorkflowDocument): { text: string; leftOut: string[] } {
  const kept = document.input?.['nodeRed'];
  if (!isObject(kept) || !isObject(kept['nodes'])) {
    throw new HeronError('unsupported', `“${document.title}” did not come from Node-RED`);
  }
  const entries = Object.entries(kept['nodes']).flatMap(([id, node]) => (isObject(node) ? [[id, node] as const] : []));
  const list = entries.map(([, node]) => node);
  const asImported = importNodeRed(JSON.stringify(list)).document;
  const [before, now] = [idsOf(asImported), idsOf(document)];
  const removed = new Set([...before].filter((id) => !now.has(id)));
  const gone = new Set(entries.flatMap(([id, node]) => (removed.has(id) ? [wordOf(node['id'])] : [])));
  const titles = new Map(document.tasks.map(({ id, title }) => [id, title]));
  const knownTitles = new Map(asImported.tasks.map(({ id, title }) => [id, title]));
  const written = entries
    .filter(([id]) => !removed.has(id))
    .map(([id, node]): JsonObject => {
      const title = titles.get(id);
      const name: JsonObject = title !== undefined && title !== knownTitles.get(id) ? { name: title } : {};
      return { ...node, ...name, ...moved(id, node, asImported, document), ...wiresOf(node, gone) };
    });
  const leftOut = document.tasks.filter(({ id }) => !before.has(id)).map(({ id, title }) => title ?? id);
  const whole = isObject(kept['envelope']) ? { ...kept['envelope'], flows: written } : written;
  return { text: `${JSON.stringify(whole, undefined, 4)}\n`, leftOut };
}

function idsOf({ tasks, canvas }: WorkflowDocument): Set<string> {
  return new Set([...tasks.flatMap(allIds), ...(canvas?.notes ?? []).map(({ id }) => id)]);
}

/** As far as it was moved here, in the measure of that program. */
function moved(id: string, node: JsonObject, before: WorkflowDocument, now: WorkflowDocument): JsonObject {
  const [from, to] = [before, now].map(
    ({ canvas }) => canvas?.positions?.[id] ?? canvas?.notes?.find((note) => note.id === id),
  );
  if (!from || !to || (from.x === to.x && from.y === to.y)) return {};
  const shifted = (value: Json | undefined, by: number): number => Math.round(Number(value) + by);
  return { x: shifted(node['x'], (to.x - from.x) / wider), y: shifted(node['y'], (to.y - from.y) / higher) };
}

function wiresOf({ wires }: JsonObject, gone: ReadonlySet<string>): JsonObject {
  if (gone.size === 0 || !Array.isArray(wires)) return {};
  return {
    wires: wires.map((targets) =>
      Array.isArray(targets) ? targets.filter((id) => typeof id !== 'string' || !gone.has(id)) : targets,
    ),
  };
}
