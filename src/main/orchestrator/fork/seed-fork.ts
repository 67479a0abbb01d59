import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { TaskState } from '../../../contract/runs.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import { dependenciesOf } from '../graph.ts';
import type { ItemRows } from '../item-rows.ts';
import { leftOver } from '../tasks/run-group.ts';
import type { ForkPoint, Level, Numbered } from './fork-point.ts';

export type SeedParts = {
  events: Pick<EventLog, 'list' | 'last'>;
  items: ItemRows;
  /** The run that is forked, and the fork. */
  from: string;
  to: string;
  /** The state of a task in the run that is forked. */
  stateOf: (path: string) => TaskState | undefined;
};

const page = 500;

/**
 * The events a fork begins with, in pieces that belong into one write each: the state of a run that was cut off right before the place.
 * Everything around the place has begun; what does not come after it, and had ended, has ended.
 */
export function* seedFork(parts: SeedParts, { levels }: ForkPoint): Generator<EventDraft[]> {
  // A task is opened before what is inside of it has ended, so that it counts those.
  for (const level of levels) {
    for (const around of level.opened) {
      yield openedAgain(parts, around);
      for (const each of level.numbered) if (each.path === around) yield* keptItems(parts, each);
    }
    yield* keptTasks(parts, level);
  }
}

function openedAgain({ events, from, to }: SeedParts, path: string): EventDraft[] {
  const event = events.last('task.opened', { runId: from, taskId: path });
  if (!event) throw new HeronError('not-found', `${path} never began in the run`, { path: 'from' });
  const { list } = event.payload;
  const payload = { ...event.payload, attempt: 1, ...(list ? { list: linkedPlace(list, from) } : {}) };
  const pieces = events.list({
    ...{ types: ['task.listed'], scope: { runId: from, taskId: path } },
    ...{ after: event.seq ?? 0, limit: Math.max(1, list?.pieces ?? 0) },
  });
  const scope = { runId: to, taskId: path };
  const listed = pieces.slice(0, list?.pieces ?? 0).map((piece) => ({ ...piece, scope }));
  return [{ type: 'task.opened', scope, payload }, ...(listed as EventDraft[])];
}

function linkedPlace<Place extends { from?: string | undefined; run?: string | undefined }>(
  list: Place,
  run: string,
): Place {
  return list.from === undefined ? list : { ...list, run: list.run ?? run };
}

function* keptTasks(parts: SeedParts, { dir, tasks, on }: Level): Generator<EventDraft[]> {
  const anew = comingAfter(tasks, on);
  const kept = tasks.filter(({ id }) => !anew.has(id));
  for (const { id } of kept) {
    const draft = outcome(parts, parts.stateOf(dir === '' ? id : `${dir}/${id}`));
    if (draft) yield [draft];
  }
}

/** A task and all that wait for it, also by way of others. */
function comingAfter(tasks: readonly Task[], first: Task): Set<string> {
  const found = new Set([first.id]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const task of tasks) if (dependenciesOf(task).some((id) => found.has(id))) found.add(task.id);
  }
  return found;
}

/** Of a list all other items; of a loop the turns before. */
function* keptItems(parts: SeedParts, { path, index, isLoop }: Numbered): Generator<EventDraft[]> {
  for (let after: string | undefined; ;) {
    const states = parts.items.page(parts.from, { inside: path, after, limit: page });
    const drafts = states.flatMap((state) => {
      const number = Number(state.id.slice(path.length + 1));
      if (!Number.isInteger(number) || number === index || (isLoop && number > index)) return [];
      return outcome(parts, state) ?? [];
    });
    if (drafts.length > 0) yield drafts;
    after = states.at(-1)?.id;
    if (states.length < page) return;
  }
}

/** How a task ended, as a draft for the fork; nothing if it failed, was stopped, or never began. */
function outcome(parts: SeedParts, state: TaskState | undefined): EventDraft | undefined {
  const { from, to } = parts;
  if (!state) return undefined;
  const scope = { runId: to, taskId: state.id };
  const keptFrom = state.keptFrom ?? from;
  if (state.status === 'completed') {
    const payload = { attempt: Math.max(1, state.attempt), says: state.says ?? '' };
    const output = linkedLists(state.output ?? null, keptFrom);
    return { type: 'task.completed', scope, payload: { ...payload, output, keptFrom } };
  }
  if (state.status !== 'skipped') return undefined;
  const skipped = parts.events.last('task.skipped', { runId: from, taskId: state.id });
  if (!skipped || skipped.payload.reason === leftOver) return undefined;
  return { type: 'task.skipped', scope, payload: { ...skipped.payload, keptFrom } };
}

/** A list too long for one value stays where it is: in the run that made it. */
function linkedLists(value: Json, run: string): Json {
  if (Array.isArray(value)) return value.map((each) => linkedLists(each, run));
  if (typeof value !== 'object' || value === null) return value;
  const { $items: mark } = value;
  if (typeof mark === 'object' && mark !== null && !Array.isArray(mark) && typeof mark['inside'] === 'string') {
    return { ...value, $items: { run, ...mark } };
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, linkedLists(each, run)]));
}
