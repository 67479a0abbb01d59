import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import type { SeenTask } from '../frame.ts';
import type { ItemRows } from '../item-rows.ts';

/** A list as long as this, or longer as JSON, is not handed about as one value. */
export const mostInOneValue = { items: 10_000, bytes: 8_000_000 };

/** What stands for the output of a `forEach` that is too long for one value. */
export type ItemList = { $items: { inside: string; count: number; run?: string } };

export function isItemList(value: Json | undefined): value is ItemList {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const mark = value['$items'];
  return typeof mark === 'object' && mark !== null && !Array.isArray(mark) && typeof mark['inside'] === 'string';
}

/** The list itself is seen by nobody but a `forEach`, which reads it by pages: an expression over it says so and fails. */
export type SeenList = SeenTask & { list: ItemList };

export function seenOutput(id: string, list: ItemList): SeenList {
  const seen = {};
  Object.defineProperties(seen, {
    list: { value: list },
    output: { enumerable: true, get: () => refuse(id, list) },
  });
  return seen as SeenList;
}

function refuse(id: string, { $items: { count } }: ItemList): never {
  const { items, bytes } = mostInOneValue;
  throw new HeronError(
    'limit-exceeded',
    `tasks.${id}.output has ${count} items, and a list of more than ${items} items or ${bytes / 1e6} MB is not handed about as ` +
      `one value. Go over it with forEach: {"in": "{{ tasks.${id}.output }}"}, with "batch": 1000 for so many at a time`,
    { taskId: id, count },
  );
}

/** What the items of a `forEach` gave, as one list in their order, or what stands for it. */
export function collectOutputs(items: ItemRows, runId: string, inside: string, count: number): Json {
  const list: ItemList = { $items: { inside, count } };
  if (count > mostInOneValue.items) return list;
  const outputs: Json[] = [];
  let size = 0;
  while (outputs.length < count) {
    const page = items.outputs(runId, inside, outputs.length, 1000);
    if (page.outputs.length === 0) break;
    outputs.push(...page.outputs);
    size += page.bytes;
    if (size > mostInOneValue.bytes) return list;
  }
  return outputs;
}
