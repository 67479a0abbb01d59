import type { Task } from '../../../../contract/plan-task.ts';
import { WorkflowDocument } from '../../../../contract/workflows.ts';
import { addTask, type Added, connect, withPositions } from './edit.ts';
import { copiedFrames, frameAt, frameOfPlace, pasteFrames } from './frames.ts';
import { withRenamed } from './names.ts';
import { idOf, isInside, listOf, placeIn, taskAt, withTask } from './place.ts';
import { pasteTriggers, triggerAt, triggerOfPlace } from './triggers.ts';
import { t } from '../../../../words/words.ts';

/** Steps, their frames and triggers as a plan of their own: what another workflow, or an editor, can take. */
export function copyText(document: WorkflowDocument, chosen: readonly string[]): string | undefined {
  const triggers = chosen.flatMap((place) => triggerAt(document, place) ?? []);
  const named = chosen.flatMap((place) => frameAt(document, place)?.steps ?? [place]);
  const places = [...new Set(named)].filter((place) => triggerOfPlace(place) === undefined);
  const outermost = places.filter((place) => !places.some((other) => isInside(place, other)));
  const ids = new Set(outermost.map(idOf));
  const tasks = outermost.flatMap((place) => taskAt(document, place) ?? []).map((task) => onlyAfter(task, ids));
  if (tasks.length + triggers.length === 0) return undefined;
  const known = document.canvas?.positions ?? {};
  const positions = Object.fromEntries(Object.entries(known).filter(([id]) => ids.has(id)));
  const started = triggers.length > 0 ? { triggers } : {};
  const frames = copiedFrames(document, [...places, ...chosen]);
  const drawn = frames.length > 0 ? { positions, frames } : { positions };
  const plan = { version: 1, title: t('Copied steps'), tasks, ...started, canvas: drawn };
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}

function onlyAfter(task: Task, ids: ReadonlySet<string>): Task {
  if (!task.after) return task;
  const { after, ...rest } = task;
  const left = after.filter((id) => ids.has(id));
  return left.length > 0 ? { ...rest, after: left } : rest;
}

export type Pasted = { document: WorkflowDocument; places: string[] };

/** Undefined for a text that holds no plan. Ids that are taken get others, and the steps' own words about each other with them. Triggers are the workflow's, whatever `list` is. */
export function pasteText(document: WorkflowDocument, list: string, text: string): Pasted | undefined {
  const plan = readPlanText(text);
  if (!plan) return undefined;
  const ids = new Map<string, string>();
  const places: string[] = [];
  let next = document;
  for (const task of plan.tasks) {
    const { after: _, ...apart } = task;
    const at = plan.canvas?.positions?.[task.id];
    const added: Added = addTask(next, list, apart, at && { x: at.x + 40, y: at.y + 40 });
    next = added.document;
    ids.set(task.id, idOf(added.place));
    places.push(added.place);
  }
  const renamed = new Map([...ids].filter(([old, id]) => old !== id));
  for (const place of places) next = withTask(next, place, (task) => withRenamed(task, renamed));
  for (const [index, { after = [] }] of plan.tasks.entries()) {
    const to = places[index];
    for (const id of after) {
      const from = ids.get(id);
      if (to !== undefined && from !== undefined) next = connect(next, placeIn(list, from), to);
    }
  }
  if (list === '') next = pasteFrames(next, plan.canvas?.frames ?? [], ids);
  const started = pasteTriggers(next, plan.triggers ?? []);
  return { document: started.document, places: [...places, ...started.places] };
}

function readPlanText(text: string): WorkflowDocument | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const plan = WorkflowDocument.safeParse(JSON.parse(text)).data;
    return plan && plan.tasks.length + (plan.triggers?.length ?? 0) > 0 ? plan : undefined;
  } catch {
    return undefined;
  }
}

export function duplicateTasks(document: WorkflowDocument, places: readonly string[]): Pasted | undefined {
  const first = places.find((place) => triggerOfPlace(place) === undefined && frameOfPlace(place) === undefined);
  const text = copyText(document, places);
  return text === undefined ? undefined : pasteText(document, first === undefined ? '' : listOf(first), text);
}

export type Edge = 'left' | 'middle' | 'right' | 'top' | 'centre' | 'bottom';
export type Placed = { id: string; x: number; y: number; width: number; height: number };

/** The chosen ones on one line. */
export function align(document: WorkflowDocument, boxes: readonly Placed[], edge: Edge): WorkflowDocument {
  const left = Math.min(...boxes.map(({ x }) => x));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const moved = boxes.map(({ id, x, y, width, height }) => {
    const to = {
      left: { x: left, y },
      middle: { x: (left + right - width) / 2, y },
      right: { x: right - width, y },
      top: { x, y: top },
      centre: { x, y: (top + bottom - height) / 2 },
      bottom: { x, y: bottom - height },
    };
    return [id, to[edge]] as const;
  });
  return withPositions(document, Object.fromEntries(moved));
}
