import type { Json } from '../../../contract/json.ts';
import { untilAborted } from '../../base/on-abort.ts';
import { isActionTask } from '../../../contract/plan-task.ts';
import type { ActionEntry } from '../catalogue.ts';
import { mayDraw, mentionsChance } from '../expressions/chance.ts';
import { withDefaults } from '../checking/complete-input.ts';
import type { Frame, Place } from '../frame.ts';
import type { ListSource } from './list-source.ts';
import { resolveInput } from '../expressions/resolve-input.ts';
import { entryName, needsOf } from '../checking/task-needs.ts';

/** So many items are asked for together. */
const window = 100;

/** A list whose items are gone over; `allowed` says of one whether it was asked for what it needs, and rejects when that was refused. */
export type AskedList = { at: (index: number) => Json; allowed: (index: number) => Promise<boolean> | undefined };

/**
 * Asks for what many items of a list need at once, before the first of them begins, so that who answers sees all of it, and not one
 * question after the other. Only for a task that calls an action; what cannot be told ahead is asked for when the item begins.
 */
export function askAhead(
  frame: Frame,
  place: Place,
  list: ListSource,
  hasEnded: (index: number) => boolean,
): AskedList {
  const entry = askedFor(place);
  if (!entry || list.total < 2) return { at: list.at, allowed: () => undefined };
  const items = new Map<number, Json>();
  const answers = new Map<number, Promise<boolean>>();
  let end = 0;

  function look(from: number): void {
    end = Math.min(list.total, from + Math.max(1, Math.floor(window / (place.task.forEach?.batch ?? 1))));
    for (let index = from; index < end; index += 1) {
      if (hasEnded(index)) continue;
      const item = list.at(index);
      items.set(index, item);
      const answer = ask(frame, place, entry as ActionEntry, index, item);
      answer.catch(() => undefined); // its item hears of it
      answers.set(index, answer);
    }
  }

  return {
    at(index) {
      if (index >= end) look(index);
      const item = items.get(index) ?? null;
      items.delete(index);
      return item;
    },
    allowed(index) {
      if (index >= end) look(index);
      const answer = answers.get(index);
      answers.delete(index);
      return answer;
    },
  };
}

/** The action, if it needs something that depends on the item, and that can be told. */
function askedFor({ task, execution: { catalogue } }: Place): ActionEntry | undefined {
  if (!isActionTask(task) || task.truncated || mayDraw(task)) return undefined;
  const entry = catalogue.action(task.action);
  if (!entry || entry.action.needs.length === 0) return undefined;
  return mentionsChance(JSON.stringify(entry.action.defaults ?? {})) ? undefined : entry;
}

async function ask(frame: Frame, { task }: Place, entry: ActionEntry, index: number, item: Json): Promise<boolean> {
  const { execution, signal, path } = frame;
  const names = { ...frame.names, [task.forEach?.as ?? 'item']: item, index };
  const needs = await needsAhead(names, task, entry);
  if (!needs || needs.length === 0) return false;
  const wanted = needs.map((need) => ({ ...entryName(entry), taskIds: [`${path}/${index}`], need }));
  await untilAborted(signal, execution.ensure(wanted, signal));
  return true;
}

/** Undefined of an input that is wrong, or cannot be told: the item says so itself. */
async function needsAhead(names: Frame['names'], task: Place['task'], entry: ActionEntry) {
  try {
    const input = await withDefaults(await resolveInput(task.input ?? {}, names), entry.action);
    return entry.validateInput(input).length > 0 ? undefined : await needsOf(entry, input);
  } catch {
    return undefined;
  }
}
