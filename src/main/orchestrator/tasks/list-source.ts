import type { Json } from '../../../contract/json.ts';
import type { ListPlace } from '../../../contract/plan-events.ts';
import type { ForEach } from '../../../contract/plan-modifiers.ts';
import { HeronError } from '../../base/errors.ts';
import { type Execution, goAhead, type Names, type Place, scopeOf } from '../frame.ts';
import { isGoingOn } from './group-task.ts';
import { isItemList, type ItemList } from './item-list.ts';
import { containsExpression, resolveValue } from '../expressions/resolve-input.ts';
import { compileTemplate } from '../expressions/template.ts';

/** A list to go over, read as it is gone over: nothing holds all of it. `at` is called with growing numbers. */
export type ListSource = { total: number; at: (index: number) => Json };

/** One piece of a list in the log. */
const mostInPiece = { items: 500, characters: 256_000 };
const page = 500;

type Piece = { offset: number; items: Json[] };
type Listing = { total: number; list?: ListPlace; pieces?: Piece[] };

/**
 * Finds out what the list is, and puts it on record, before the first item begins; after a restart the record is what counts.
 * Errors: `invalid-input` for what is no list.
 */
export async function openList(place: Place, forEach: ForEach): Promise<ListSource> {
  const { execution, state, tries, task } = place;
  const { in: given, batch } = forEach;
  if (isGoingOn(place)) return inBatches(source(execution, given, lengthBefore(place, forEach), state?.list), batch);
  const { total, list, pieces = [] } = listed(await listingOf(given, place.names, `${task.id}: forEach.in`), batch);
  const turn = goAhead(place);
  if (turn) await turn;
  tries.made += 1;
  const scope = scopeOf(place);
  const [opened] = await execution.recorder.record([
    {
      type: 'task.opened',
      scope,
      payload: { attempt: tries.made, total: batchesOf(total, batch), ...(list ? { list } : {}) },
    },
    ...pieces.map((piece) => ({ type: 'task.listed' as const, scope, payload: piece })),
  ]);
  return inBatches(source(execution, given, total, list && { ...list, seq: opened?.seq ?? 0 }), batch);
}

/** What the plan itself holds has its length there. */
function lengthBefore({ state }: Place, { in: given, batch }: ForEach): number {
  if (batch === undefined) return state?.progress?.total ?? 0;
  return state?.list?.items ?? (Array.isArray(given) ? given.length : 0);
}

function listed(listing: Listing, batch: number | undefined): Listing {
  const { total, list } = listing;
  return batch === undefined || !list ? listing : { ...listing, list: { ...list, items: total } };
}

function batchesOf(total: number, batch = 1): number {
  return Math.ceil(total / batch);
}

/** Keeps the batch that was read last: where it lies in several pieces, the first is gone. */
function inBatches(list: ListSource, batch: number | undefined): ListSource {
  if (batch === undefined) return list;
  const { total, at } = list;
  let last: { index: number; items: Json[] } | undefined;
  return {
    total: batchesOf(total, batch),
    at: (index) => {
      const from = index * batch;
      if (last?.index !== index) {
        const length = Math.min(batch, total - from);
        last = { index, items: Array.from({ length }, (_, offset) => at(from + offset)) };
      }
      return last.items;
    },
  };
}

async function listingOf(given: ForEach['in'], names: Names, where: string): Promise<Listing> {
  if (typeof given === 'object' && !Array.isArray(given)) return rangeOf(given, names, where);
  if (typeof given !== 'string' && !containsExpression(given)) return { total: given.length };
  const value = seenList(given, names) ?? (await resolveValue(given, names)) ?? [];
  if (isItemList(value)) {
    const { count, inside, run } = value.$items;
    return { total: count, list: { pieces: 0, from: inside, ...(run === undefined ? {} : { run }) } };
  }
  if (!Array.isArray(value)) {
    const shown = JSON.stringify(value).slice(0, 100);
    throw new HeronError('invalid-input', `${where}: expected a list, got ${shown}`, { path: where });
  }
  const pieces = cut(value);
  return { total: value.length, list: { pieces: pieces.length }, pieces };
}

/** The output of another `forEach` that is too long for one value, named by a lone path. */
function seenList(given: ForEach['in'], { tasks }: Names): ItemList | undefined {
  if (typeof given !== 'string') return undefined;
  const [path, ...others] = compileTemplate(given).plainPaths();
  const [root, id, last, ...deeper] = path ?? [];
  if (root !== 'tasks' || id === undefined || last !== 'output' || deeper.length > 0 || others.length > 0)
    return undefined;
  const seen = tasks[id];
  return seen && 'list' in seen ? (seen.list as ItemList) : undefined;
}

async function rangeOf(given: Exclude<ForEach['in'], string | Json[]>, names: Names, where: string): Promise<Listing> {
  const number = async (value: number | string, name: string): Promise<number> => {
    const found = typeof value === 'number' ? value : await compileTemplate(value).evaluate(names);
    if (typeof found === 'number' && Number.isSafeInteger(found)) return found;
    throw new HeronError('invalid-input', `${where}.${name}: expected a whole number, got ${JSON.stringify(found)}`);
  };
  const from = await number(given.from, 'from');
  const to = await number(given.to, 'to');
  const step = await number(given.step ?? 1, 'step');
  if (step < 1) throw new HeronError('invalid-input', `${where}.step: expected a number above 0, got ${step}`);
  return { total: to < from ? 0 : Math.floor((to - from) / step) + 1, list: { pieces: 0, range: { from, step } } };
}

function cut(items: Json[]): Piece[] {
  const pieces: Piece[] = [];
  let characters = Infinity;
  for (const [offset, item] of items.entries()) {
    const size = JSON.stringify(item).length;
    let last = pieces.at(-1);
    if (!last || last.items.length >= mostInPiece.items || characters + size > mostInPiece.characters) {
      last = { offset, items: [] };
      pieces.push(last);
      characters = 0;
    }
    last.items.push(item);
    characters += size;
  }
  return pieces;
}

function source(
  { items, runId }: Execution,
  given: ForEach['in'],
  total: number,
  list: (ListPlace & { seq: number }) | undefined,
): ListSource {
  if (!list) return { total, at: (index) => (Array.isArray(given) ? (given[index] ?? null) : null) };
  const { seq, from, range, run = runId } = list;
  if (range) return { total, at: (index) => range.from + index * range.step };
  if (from !== undefined) {
    return windowed(total, (index) => ({ offset: index, items: items.outputs(run, from, index, page).outputs }));
  }
  let number = 0;
  return windowed(total, () => items.listed(seq + (number += 1)));
}

/** Keeps the piece that was read last. */
function windowed(total: number, next: (index: number) => Piece | undefined): ListSource {
  let piece: Piece = { offset: 0, items: [] };
  return {
    total,
    at: (index) => {
      while (index >= piece.offset + piece.items.length) {
        const found = next(index);
        if (!found || found.items.length === 0) throw new HeronError('storage', `Item ${index} of a list is not there`);
        piece = found;
      }
      return piece.items[index - piece.offset] ?? null;
    },
  };
}
