import type { EventDraft } from '../../base/event-log.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { startingEvents } from '../../../contract/time/schedule-time.ts';
import type { Occurrence, Schedule, ScheduleDefinition, TimePreview } from '../../../contract/schedules.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import { startedByPeople } from './by-people.ts';
import type { Clockwork } from './clockwork.ts';
import { followWorkflow, mustBeItsOwn, type WantedSchedule } from './of-workflows.ts';
import type { Polls } from './polls.ts';
import type { ScheduleParts } from './schedule-parts.ts';
import { nextFirst, preview, toSchedule } from './shown.ts';
import { find } from './stored.ts';
import type * as NextTimes from './next-times.ts';
import type { NewOccurrence } from './occurrence-rows.ts';
import type { Outside } from './outside.ts';
import type { MadePlan, StoredSchedule } from './store.ts';

export type ScheduleService = {
  list(): Promise<Schedule[]>;
  /** Errors, here as in all others: `not-found`. */
  get(id: string): Promise<Schedule>;
  /** Errors: `invalid-input`, `invalid-plan`. `made`: what its sentence was planned to, where that is known. */
  add(definition: ScheduleDefinition, made?: MadePlan): Promise<Schedule>;
  change(id: string, definition: ScheduleDefinition): Promise<Schedule>;
  pause(id: string): Promise<Schedule>;
  resume(id: string): Promise<Schedule>;
  remove(id: string): Promise<void>;
  recover(id: string): Promise<Schedule>;
  run(id: string): Promise<string>;
  occurrences(id: string, limit: number, before: number | undefined): Occurrence[];
  /** Errors: `conflict` if none asks. */
  answer(id: string, answer: 'once' | 'all' | 'skip'): Promise<void>;
  seen(id: string): Promise<void>;
  preview(wanted: { text: string } | { time: ScheduleTime }): Promise<TimePreview>;
  /** What somebody said, or the keys that were pressed; gives the titles of what that started. */
  said(text: string): Promise<string[]>;
  press(keys: string): Promise<string[]>;
  /** The schedules of a workflow are these from now on. */
  followWorkflow(workflowId: string, wanted: readonly WantedSchedule[]): Promise<void>;
  /** Errors: `invalid-input` for a time that cannot be, with the field as `details.path`. */
  check(definition: ScheduleDefinition): Promise<void>;
  /** From now on what is due is started, and first what came while no engine ran. */
  start(): void;
  close(): Promise<void>;
};

/** The parts that are loaded once there is a schedule. */
type Works = { clockwork: Clockwork; outside: Outside; polls: Polls; times: typeof NextTimes };

/** What starts by itself: made, changed, paused, and made to go off. */
export function createSchedules(parts: ScheduleParts): ScheduleService {
  const { store } = parts;
  const engine = createWorks(parts);
  const shown = async (id: string): Promise<Schedule> =>
    toSchedule(parts, find(store, id), (await engine.load()).times);
  const changing = changingCalls(parts, engine, shown);
  const complete = (definition: ScheduleDefinition): Promise<ScheduleDefinition> =>
    completed(parts, engine, definition);
  return {
    list: async () => {
      const all = store.list();
      if (all.length === 0) return [];
      const { times } = await engine.load();
      return all.map((schedule) => toSchedule(parts, schedule, times)).toSorted(nextFirst);
    },
    get: shown,
    ...changing,
    ...startedByPeople(store, async () => (await engine.load()).clockwork.happen),
    followWorkflow: (workflowId, wanted) =>
      followWorkflow({ ...changing, completed: complete }, store, workflowId, wanted),
    check: async (definition) => void (await complete(definition)),
    run: async (id) => (await engine.load()).clockwork.runNow(find(store, id).id),
    occurrences: (id, limit, before) => store.occurrences(find(store, id).id, limit, before),
    answer: async (id, answer) => {
      const asking = store.open(find(store, id).id, 'asking');
      if (asking.length === 0) throw new HeronError('conflict', 'The schedule asks nothing now');
      await (await engine.load()).clockwork.decide(id, decided(asking, answer));
    },
    preview: (wanted) => preview(parts, wanted, async () => (await engine.load()).times),
    start: engine.start,
    close: engine.close,
  };
}

type Engine = ReturnType<typeof createWorks>;
type ChangingCalls = Pick<ScheduleService, 'add' | 'change' | 'pause' | 'resume' | 'remove' | 'recover' | 'seen'>;

function changingCalls(parts: ScheduleParts, engine: Engine, shown: ScheduleService['get']): ChangingCalls {
  const { store, events, makeId } = parts;

  async function record(draft: EventDraft): Promise<void> {
    await events.append([draft], (stored) => stored.forEach(store.apply));
    await engine.changed();
  }

  async function simple(type: 'schedule.paused' | 'schedule.removed' | 'schedule.seen', id: string): Promise<void> {
    await record({ type, payload: { scheduleId: find(store, id).id } });
  }

  return {
    add: async (given, made) => {
      const scheduleId = makeId('sch');
      const payload = { scheduleId, ...(await defined(parts, engine, given, { made })) };
      await record({ type: 'schedule.added', payload });
      return shown(scheduleId);
    },
    change: async (id, given) => {
      const before = find(store, id);
      const payload = { scheduleId: id, ...(await defined(parts, engine, given, { before })) };
      await (await engine.load()).clockwork.skipDue(before, before.isPaused ? 'paused' : 'changed');
      await record({ type: 'schedule.changed', payload });
      return shown(id);
    },
    pause: async (id) => {
      await simple('schedule.paused', id);
      const waiting = store.open(id, 'waiting').map(asPaused);
      if (waiting.length > 0) await (await engine.load()).clockwork.decide(id, waiting);
      return shown(id);
    },
    resume: async (id) => {
      const schedule = find(store, id);
      if (schedule.isPaused) {
        await (await engine.load()).clockwork.skipDue(schedule, 'paused');
        await record({ type: 'schedule.resumed', payload: { scheduleId: id } });
      }
      return shown(id);
    },
    remove: (id) => simple('schedule.removed', id),
    recover: async (id) => {
      const schedule = store.get(id);
      if (!schedule) throw new HeronError('not-found', `There is no schedule ${id}`);
      mustBeItsOwn(schedule.definition);
      if (schedule.isRemoved) await record({ type: 'schedule.recovered', payload: { scheduleId: id } });
      return shown(id);
    },
    seen: (id) => simple('schedule.seen', id),
  };
}

type Known = { before?: StoredSchedule | undefined; made?: MadePlan | undefined };
type Defined = { definition: ScheduleDefinition; title: string; plan?: MadePlan };

/** What is kept of a definition: with its title, and its sentence planned. */
async function defined(
  parts: ScheduleParts,
  engine: Engine,
  given: ScheduleDefinition,
  { before, made }: Known,
): Promise<Defined> {
  const definition = await completed(parts, engine, given);
  const { work } = definition;
  if (work.kind !== 'sentence') {
    const name = work.kind === 'heartbeat' ? 'Heartbeat' : parts.nameOf(work);
    return { definition, title: definition.title ?? name };
  }
  const isSame = before && JSON.stringify(before.definition.work) === JSON.stringify(work);
  const plan = made ?? (isSame ? before.made : undefined) ?? (await parts.plan(work));
  return { definition, title: definition.title ?? plan.plan.title, plan };
}

async function completed(parts: ScheduleParts, engine: Engine, given: ScheduleDefinition): Promise<ScheduleDefinition> {
  const definition = parts.scrub(given);
  const { time } = definition;
  if (time.kind === 'files') return { ...definition, time: { ...time, folder: parts.watchable(time.folder) } };
  if (time.kind === 'poll') return { ...definition, time: await parts.pollable(time) };
  if (time.kind === 'event' && !(time.event in startingEvents)) {
    const known = Object.keys(startingEvents).join(', ');
    throw new HeronError('invalid-input', `time.event: expected one of ${known}`, { path: 'time.event' });
  }
  const { times } = await engine.load();
  times.mustCome({ time, changedAt: parts.clock(), zone: parts.zone() }, parts.clock());
  return definition;
}

function createWorks(parts: ScheduleParts) {
  const { store, logger } = parts;
  let works: Promise<Works> | undefined;
  let isStarted = false;
  let isClosed = false;
  let begun: Promise<void> | undefined;

  function load(): Promise<Works> {
    return (works ??= loadWorks(parts));
  }

  function begin(): Promise<void> {
    return (begun ??= load().then(async ({ clockwork, outside, polls }) => {
      if (isClosed) return;
      clockwork.begin();
      await outside.follow();
      // A look may take its time.
      void polls.follow();
    }));
  }

  return {
    load,
    start: (): void => {
      isStarted = true;
      if (!store.isAny()) return;
      begin()
        .then(async () => {
          const { clockwork } = await load();
          const atStart = store
            .list()
            .filter(({ definition, isPaused }) => definition.time.kind === 'start' && !isPaused);
          for (const { id } of atStart) await clockwork.happen(id, 'start');
        })
        .catch((error: unknown) => logger.error('The schedules could not be started', toFailure(error)));
    },
    /** A schedule was made or changed. An engine that starts nothing by itself has nothing to look at. */
    changed: async (): Promise<void> => {
      if (!isStarted) return;
      await begin();
      const { clockwork, outside, polls } = await load();
      await Promise.all([clockwork.look(), outside.follow()]);
      void polls.follow();
    },
    close: async (): Promise<void> => {
      isClosed = true;
      await begun?.catch(() => undefined);
      if (!works) return;
      const { clockwork, outside, polls } = await works;
      await polls.close();
      await outside.close();
      await clockwork.close();
    },
  };
}

async function loadWorks(parts: ScheduleParts): Promise<Works> {
  const [{ createClockwork }, { createOutside }, { createPolls }, times] = await Promise.all([
    import('./clockwork.ts'),
    import('./outside.ts'),
    import('./polls.ts'),
    import('./next-times.ts'),
  ]);
  const clockwork = createClockwork(parts);
  const { happen } = clockwork;
  return { clockwork, outside: createOutside({ ...parts, happen }), polls: createPolls({ ...parts, happen }), times };
}

function asPaused({ run: _, ...occurrence }: Occurrence): NewOccurrence {
  return { ...occurrence, status: 'skipped', reason: 'the schedule was paused' };
}

function decided(asking: readonly Occurrence[], answer: 'once' | 'all' | 'skip'): NewOccurrence[] {
  return asking.map(({ run: _, reason: __, ...occurrence }, index): NewOccurrence => {
    const isWanted = answer === 'all' || (answer === 'once' && index === asking.length - 1);
    if (isWanted) return { ...occurrence, status: 'waiting' };
    return { ...occurrence, status: 'missed', reason: 'somebody said that it is not to be made up for' };
  });
}
