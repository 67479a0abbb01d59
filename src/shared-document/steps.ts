import type * as Y from 'yjs';
import type { Json } from '../contract/json.ts';

/** The lists of notes, frames, comments and triggers beside those of tasks, and that of what is done when the whole plan's budget is used up. */
export const notesList = '#notes';
export const framesList = '#frames';
export const commentsList = '#comments';
export const triggersList = '#triggers';
export const budgetList = '#budget';

/** What a step has beside its fields. `gone`: it was taken out, and is kept for whoever changes it or takes that back. */
export const listField = '@list';
export const orderField = '@at';
export const goneField = '@gone';

const otherLists = new Set([notesList, framesList, commentsList, triggersList]);

/** Else what stands in it is no task. */
export function isOfTasks(list: string): boolean {
  return !otherLists.has(list);
}

export type StepMap = Y.Map<Json>;

/** A step as it stands in the shared document: `list` is `''`, or the key of the step it is inside of and the path there. */
export type Step = { key: string; list: string; at: string; id: string; fields: StepMap };

export function documentMap(doc: Y.Doc): Y.Map<Json> {
  return doc.getMap('document');
}

export function stepMaps(doc: Y.Doc): Y.Map<StepMap> {
  return doc.getMap('steps');
}

/** By list, in order. Steps that were moved into each other stand in the plan's own list: none of them is lost. */
export function stepsByList(doc: Y.Doc): Map<string, Step[]> {
  const steps: Step[] = [];
  for (const [key, fields] of stepMaps(doc)) {
    if (fields.get(goneField) === true) continue;
    const text = (name: string): string => {
      const value = fields.get(name);
      return typeof value === 'string' ? value : '';
    };
    steps.push({ key, list: text(listField), at: text(orderField), id: text('id'), fields });
  }
  steps.sort((one, other) => compare(one.at, other.at) || compare(one.key, other.key));
  freeFromEachOther(steps);
  return Map.groupBy(steps, ({ list }) => list);
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export function ownerOf(list: string): string {
  return list.slice(0, Math.max(0, list.indexOf('/')));
}

function freeFromEachOther(steps: Step[]): void {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const isFree = new Set<string>();
  for (const step of steps) {
    const way: Step[] = [];
    let at: Step | undefined = step;
    while (at && !isFree.has(at.key) && !way.includes(at)) {
      way.push(at);
      at = byKey.get(ownerOf(at.list));
    }
    if (at && !isFree.has(at.key)) {
      const ring = way.slice(way.indexOf(at));
      const first = ring.reduce((least, each) => (compare(each.key, least.key) < 0 ? each : least));
      first.list = '';
    }
    for (const each of way) isFree.add(each.key);
  }
}
