import { generateKeyBetween } from 'fractional-indexing';
import * as Y from 'yjs';
import type { CanvasFrame } from '../contract/canvas.ts';
import type { Json } from '../contract/json.ts';
import type { Task } from '../contract/plan-task.ts';
import type { WorkflowDocument } from '../contract/workflows.ts';
import { fieldsOfDocument, fieldsOfTask, type Fields, isSame } from './flat-fields.ts';
import { matchSteps, type OtherItem, type Placed } from './match.ts';
import type { LastRead } from './read.ts';
import {
  compare,
  documentMap,
  framesList,
  goneField,
  isOfTasks,
  listField,
  orderField,
  stepMaps,
  stepsByList,
} from './steps.ts';

/** Makes the shared document say what `next` says, with as few changes as that takes. To be called inside of a transaction. */
export function writeShared(doc: Y.Doc, next: WorkflowDocument, last: LastRead, newKey: () => string): void {
  const steps = stepsByList(doc);
  const placed = matchSteps(next, { steps, last, newKey });
  const maps = stepMaps(doc);
  const keysByList = keysOf(placed);
  const orders = orderOf(placed);
  for (const one of placed) {
    const at = orders.get(one.key) ?? '';
    if (one.step?.at === at && staysAsItIs(one, keysByList)) continue;
    const map = one.step?.fields ?? new Y.Map<Json>();
    if (!one.step) maps.set(one.key, map);
    setFields(map, itemFields(one, keysByList).set(listField, one.list).set(orderField, at));
  }
  const there = new Set(placed.map(({ key }) => key));
  for (const { key, fields } of [...steps.values()].flat()) if (!there.has(key)) fields.set(goneField, true);
  setFields(documentMap(doc), documentFields(next, keysByList.get('') ?? new Map()));
}

type KeysByList = Map<string, Map<string, string>>;

function keysOf(placed: readonly Placed[]): KeysByList {
  const keys: KeysByList = new Map();
  for (const { list, item, key } of placed) {
    const inList = keys.get(list) ?? new Map<string, string>();
    keys.set(list, inList.set(item.id, key));
  }
  return keys;
}

/** What it waits for is looked at besides: another step may be called so now. */
function staysAsItIs({ isUntouched, item, step, list }: Placed, keys: KeysByList): boolean {
  if (!isUntouched || !step) return false;
  const after = 'after' in item ? (item.after ?? []) : [];
  return after.every((id) => step.fields.has(`after/${keys.get(list)?.get(id) ?? `?${id}`}`));
}

function itemFields({ list, item, cases }: Placed, keys: KeysByList): Fields {
  if (!isOfTasks(list)) return otherFields(item as OtherItem, list, keys);
  const task = item as Task;
  const fields = fieldsOfTask(task, cases);
  if (!task.after) return fields;
  fields.set('after', true);
  for (const [index, id] of task.after.entries()) fields.set(`after/${keys.get(list)?.get(id) ?? `?${id}`}`, index);
  return fields;
}

/** A frame is merged step by step, and a comment stays with its step, whatever that is called. */
function otherFields(item: OtherItem, list: string, keys: KeysByList): Fields {
  const fields: Fields = new Map(Object.entries(item) as [string, Json][]);
  if (list === framesList) {
    fields.delete('steps');
    const own = keys.get('');
    for (const [index, id] of (item as CanvasFrame).steps.entries())
      fields.set(`steps/${own?.get(id) ?? `?${id}`}`, index);
  }
  if (!('step' in item)) return fields;
  const named = [...keys].filter(([name]) => isOfTasks(name)).flatMap(([, ids]) => ids.get(item.step) ?? []);
  return fields.set('step', named[0] ?? `?${item.step}`);
}

function documentFields(next: WorkflowDocument, keys: ReadonlyMap<string, string>): Fields {
  const fields = fieldsOfDocument(next);
  for (const [id, at] of Object.entries(next.canvas?.positions ?? {})) {
    fields.set(`canvas/positions/${keys.get(id) ?? `?${id}`}`, at);
  }
  return fields;
}

function setFields(map: Y.Map<Json>, fields: Fields): void {
  for (const [name, value] of fields) if (!map.has(name) || !isSame(map.get(name), value)) map.set(name, value);
  for (const name of [...map.keys()]) if (!fields.has(name)) map.delete(name);
}

/** A place for each in its list: what stands in order keeps its own. Two that came to one place stand by their keys. */
function orderOf(placed: readonly Placed[]): Map<string, string> {
  const orders = new Map<string, string>();
  for (const [list, items] of Map.groupBy(placed, (one) => one.list)) {
    const inDocument = items.toSorted((one, other) => one.index - other.index);
    const placeOf = ({ step }: Placed): string | undefined => (step?.list === list && step.at ? step.at : undefined);
    let before: { at: string; key: string } | undefined;
    for (const [index, one] of inDocument.entries()) {
      const own = placeOf(one);
      if (
        own !== undefined &&
        (!before || compare(own, before.at) > 0 || (own === before.at && one.key > before.key))
      ) {
        before = { at: own, key: one.key };
      } else {
        const low = before?.at;
        const after = inDocument.slice(index + 1).map(placeOf);
        const high = after.find((at) => at !== undefined && (low === undefined || compare(at, low) > 0));
        before = { at: generateKeyBetween(low ?? null, high ?? null), key: one.key };
      }
      orders.set(one.key, before.at);
    }
  }
  return orders;
}
