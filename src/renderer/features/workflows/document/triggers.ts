import type { CanvasPoint } from '../../../../contract/canvas.ts';
import type { TriggerStart, WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { freeId, freshId } from './names.ts';

const prefix = 'trigger:';

/** What a trigger is called among the places of steps. */
export function placeOfTrigger(id: string): string {
  return `${prefix}${id}`;
}

export function triggerOfPlace(place: string): string | undefined {
  return place.startsWith(prefix) ? place.slice(prefix.length) : undefined;
}

export function triggerAt({ triggers = [] }: WorkflowDocument, place: string): WorkflowTrigger | undefined {
  const id = triggerOfPlace(place);
  return id === undefined ? undefined : triggers.find((trigger) => trigger.id === id);
}

/** `name` is what it would like to be called. */
export function addTrigger(
  document: WorkflowDocument,
  { name, start }: { name: string; start: TriggerStart },
  { x, y }: CanvasPoint,
): { document: WorkflowDocument; place: string } {
  const triggers = document.triggers ?? [];
  const id = freeId(name, new Set(triggers.map((trigger) => trigger.id)));
  const added: WorkflowTrigger = { id, start, x: Math.round(x), y: Math.round(y) };
  return { document: { ...document, triggers: [...triggers, added] }, place: placeOfTrigger(id) };
}

export function withTrigger(
  document: WorkflowDocument,
  id: string,
  change: (trigger: WorkflowTrigger) => WorkflowTrigger,
): WorkflowDocument {
  const { triggers = [] } = document;
  if (!triggers.some((trigger) => trigger.id === id)) return document;
  return { ...document, triggers: triggers.map((trigger) => (trigger.id === id ? change(trigger) : trigger)) };
}

export function removeTriggers(document: WorkflowDocument, ids: readonly string[]): WorkflowDocument {
  const { triggers } = document;
  if (ids.length === 0 || !triggers) return document;
  return { ...document, triggers: triggers.filter(({ id }) => !ids.includes(id)) };
}

/**
 * More of them, below where they stood. A webhook gets an id that nothing had before, so that it has an address of its own even
 * where the one it is a copy of was cut out: whoever knows that address does not reach the copy.
 */
export function pasteTriggers(
  document: WorkflowDocument,
  pasted: readonly WorkflowTrigger[],
): { document: WorkflowDocument; places: string[] } {
  let next = document;
  const places: string[] = [];
  for (const { id, start, x, y, ...rest } of pasted) {
    const name = start.kind === 'webhook' ? freshId(id.replace(/_[0-9a-f]{8}$/, '').slice(0, 50)) : id;
    const added = addTrigger(next, { name, start }, pointBelow(next, { x, y }));
    next = withTrigger(added.document, triggerOfPlace(added.place) ?? '', (one) => ({ ...rest, ...one }));
    places.push(added.place);
  }
  return { document: next, places };
}

/** The first free place. */
function pointBelow({ triggers = [] }: WorkflowDocument, { x, y }: CanvasPoint): CanvasPoint {
  let at = y + 80;
  while (triggers.some((one) => one.x === x && one.y === at)) at += 80;
  return { x, y: at };
}
