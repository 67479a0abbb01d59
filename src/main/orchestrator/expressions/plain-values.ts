import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { mayDraw } from './chance.ts';
import type { Frame } from '../frame.ts';
import { containsExpression, type OutputContext } from './resolve-input.ts';
import { compileTemplate } from './template.ts';

/** What a value that is worked out at once may have besides; whatever else it has takes the way of all tasks. */
const plainFields = new Set(['id', 'title', 'value', 'after']);

/** A value and nothing else: nothing outside has a part in it, and it is always the same. */
export const isPlainValue = remembered((task) => isPlain(task, plainFields));

/** The same of each item of a list. */
export const isPlainList = remembered((task) => isPlain(task, new Set([...plainFields, 'forEach'])));

function isPlain(task: Task, fields: ReadonlySet<string>): boolean {
  return task.value !== undefined && Object.keys(task).every((field) => fields.has(field)) && !mayDraw(task);
}

function remembered(isSo: (task: Task) => boolean): (task: Task) => boolean {
  const known = new WeakMap<Task, boolean>();
  return (task) => {
    const before = known.get(task);
    if (before !== undefined) return before;
    const found = isSo(task);
    known.set(task, found);
    return found;
  };
}

/**
 * Whether values of a list can be worked out one after the other and recorded together. Not in a replay, which goes by the log step by
 * step, nor where something happened before.
 */
export function mayWorkOut({ isFresh, execution }: Frame): boolean {
  return isFresh && execution.outside.goAhead === undefined;
}

/** Values that were worked out and are not on record yet; they are before anything else happens. */
export type WorkedOut = {
  /** Its output, or nothing where it has to take the way of all tasks. Of an item: its number, and what it sees. */
  take(task: Task, segment?: string | number, seen?: OutputContext): { output: Json } | undefined;
  record(): void;
};

export function createWorkedOut({ execution: { recorder, runId }, path, names }: Frame): WorkedOut {
  let drafts: EventDraft[] = [];

  return {
    take(task, segment = task.id, seen = names) {
      // Steps in memory must not outrun the disk: the next one waits there.
      if (drafts.length >= recorder.left()) return undefined;
      const draft = workOut(task, path === '' ? `${segment}` : `${path}/${segment}`, runId, seen);
      if (!draft) return undefined;
      drafts.push(draft);
      return draft.payload;
    },
    record() {
      if (drafts.length === 0) return;
      recorder.noteAll(drafts, 'soon');
      drafts = [];
    },
  };
}

/** What goes on record of a value; nothing where it cannot be had at once, or goes wrong. */
export function workOut(
  { value = null }: Task,
  taskId: string,
  runId: string,
  names: OutputContext,
): EventDraft<'task.completed'> | undefined {
  const output = outputNow(value, names);
  if (output === later) return undefined;
  return {
    type: 'task.completed',
    scope: { runId, taskId },
    payload: { attempt: 1, output: output ?? null, says: '' },
  };
}

const later = Symbol('later');

/** What goes wrong goes wrong once more where failures are dealt with. */
function outputNow(value: Json, names: OutputContext): Json | undefined | typeof later {
  try {
    return valueNow(value, names);
  } catch {
    return later;
  }
}

/** As `resolveValue` has it, if nothing of it takes time. */
function valueNow(value: Json, names: OutputContext): Json | undefined | typeof later {
  if (typeof value === 'string') return value.includes('{{') ? textNow(value, names) : value;
  if (typeof value !== 'object' || value === null || !containsExpression(value)) return value;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const now = valueNow(item, names);
      if (now === later) return later;
      items.push(now ?? null);
    }
    return items;
  }
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    const now = valueNow(item, names);
    if (now === later) return later;
    if (now !== undefined) entries.push([key, now]);
  }
  return Object.fromEntries(entries);
}

function textNow(text: string, names: OutputContext): Json | undefined | typeof later {
  const value = compileTemplate(text).evaluate(names);
  if (!(value instanceof Promise)) return value;
  // It is asked once more where there is time.
  value.catch(() => undefined);
  return later;
}
