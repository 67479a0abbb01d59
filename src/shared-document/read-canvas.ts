import type { CanvasFrame, StepComment } from '../contract/canvas.ts';
import type { Json } from '../contract/json.ts';
import type { WorkflowDocument } from '../contract/workflows.ts';
import { partsBelow } from './flat-fields.ts';
import { itemsOf, type ReadItem } from './read-items.ts';
import { commentsList, compare, framesList, notesList, type Step } from './steps.ts';

/** What steps are called, by their keys: the plan's own, and all of them. */
export type StepIds = { own: ReadonlyMap<string, string>; every: ReadonlyMap<string, string> };

/** How the document is drawn, without what belongs to a step that is gone. */
export function readCanvas(
  lists: ReadonlyMap<string, Step[]>,
  fields: ReadonlyMap<string, Json>,
  ids: StepIds,
): WorkflowDocument['canvas'] {
  const canvas = partsBelow(fields, 'canvas');
  if (!canvas) return undefined;
  const positions = partsBelow(fields, 'canvas/positions');
  const named = Object.entries(positions ?? {}).flatMap(([key, at]) => {
    const id = idAt(key, ids.own);
    return id === undefined ? [] : [[id, at]];
  });
  return {
    ...(canvas['description'] === undefined ? {} : { description: canvas['description'] }),
    ...(positions ? { positions: Object.fromEntries(named) } : {}),
    ...(fields.has('canvas/notes') ? { notes: itemsOf(lists, notesList) } : {}),
    ...(fields.has('canvas/frames') ? { frames: framesOf(itemsOf(lists, framesList), ids.own) } : {}),
    ...(fields.has('canvas/comments') ? { comments: commentsOf(itemsOf(lists, commentsList), ids.every) } : {}),
  } as WorkflowDocument['canvas'];
}

/** A name with a mark before it is one that no step had when it was written. */
function idAt(key: string, ids: ReadonlyMap<string, string>): string | undefined {
  return key.startsWith('?') ? key.slice(1) : ids.get(key);
}

/** A step that two people put into two frames is in the first; a frame that is left without steps is none. */
function framesOf(items: readonly ReadItem[], ids: ReadonlyMap<string, string>): CanvasFrame[] {
  const taken = new Set<string>();
  return items.flatMap((item) => {
    const fields = new Map(Object.entries(item));
    const plain = [...fields].filter(([name]) => !name.startsWith('steps/'));
    const parts = Object.entries(partsBelow(fields.set('steps', true), 'steps') ?? {});
    parts.sort(([one, at], [other, later]) => Number(at) - Number(later) || compare(one, other));
    const steps: string[] = [];
    for (const [key] of parts) {
      const id = idAt(key, ids);
      if (id === undefined || taken.has(id)) continue;
      taken.add(id);
      steps.push(id);
    }
    return steps.length === 0 ? [] : [{ ...Object.fromEntries(plain), steps } as CanvasFrame];
  });
}

function commentsOf(items: readonly ReadItem[], ids: ReadonlyMap<string, string>): StepComment[] {
  return items.flatMap((item) => {
    const step = typeof item['step'] === 'string' ? idAt(item['step'], ids) : undefined;
    return step === undefined ? [] : [{ ...item, step } as unknown as StepComment];
  });
}
