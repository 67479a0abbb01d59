import type { CanvasPoint } from '../../../../contract/canvas.ts';
import type { TriggerStart, WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { freeId } from './names.ts';

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

/** Another one like it, below. */
export function duplicateTrigger(
  document: WorkflowDocument,
  id: string,
): { document: WorkflowDocument; place: string } | undefined {
  const found = document.triggers?.find((trigger) => trigger.id === id);
  if (!found) return undefined;
  const added = addTrigger(document, { name: found.id, start: found.start }, { x: found.x, y: found.y + 80 });
  const own = triggerOfPlace(added.place) ?? '';
  return { ...added, document: withTrigger(added.document, own, (one) => ({ ...found, id: own, x: one.x, y: one.y })) };
}
