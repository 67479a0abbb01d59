import { statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { JsonObject } from '../../contract/json.ts';
import type { Occurrence, ScheduleWork } from '../../contract/schedules.ts';
import { HeronError } from '../base/errors.ts';
import { machineZone } from '../base/machine-zone.ts';
import { readTimedSentence } from '../../contract/time/read-time-words.ts';
import { setsReminder } from '../../contract/time/reminder-words.ts';
import type { Scheduling } from '../features/conversations/scheduled-plan.ts';
import type { ConversationService } from '../features/conversations/service.ts';
import type { ModelService } from '../features/models/model-service.ts';
import type { PlanService } from '../features/plans/service.ts';
import type { StartRun } from '../features/runs/run-parts.ts';
import type { RunService } from '../features/runs/service.ts';
import { createHeartbeatList } from './heartbeat.ts';
import { pollingOf } from './polls.ts';
import { heartbeatPlan } from '../features/schedules/heartbeat.ts';
import { NotNow } from '../features/schedules/not-now.ts';
import { createSchedules, type ScheduleService } from '../features/schedules/service.ts';
import { type MadePlan, scheduleStore, type ScheduleStore, type StoredSchedule } from '../features/schedules/store.ts';
import { createPrepareTemplate } from '../features/triggers/prepare-template.ts';
import type { WorkflowService } from '../features/workflows/service.ts';
import type { Ground } from './ground.ts';
import type { Catalogue } from '../orchestrator/catalogue.ts';

export type SchedulesGround = {
  catalogue: Catalogue;
  plans: PlanService;
  runs: RunService;
  workflows: WorkflowService;
  conversations: Pick<ConversationService, 'begin' | 'isThere' | 'list'>;
  models: Pick<ModelService, 'get'>;
};

export function openSchedules(ground: Ground, parts: SchedulesGround): ScheduleService {
  const { host, paths, database, scrubber } = ground;
  const { catalogue, plans, runs, workflows } = parts;
  const store = scheduleStore(database);
  return createSchedules({
    ...ground,
    store,
    zone: machineZone,
    scrub: scrubber.json,
    plan: (work) => planned(plans, work),
    nameOf: (work) => nameOf(catalogue, workflows, work),
    watchable: (folder) => watchable(folder, host.homeFolder, paths.root),
    ignored: [paths.root],
    changesOf: async (runId) => {
      const changes = await runs.changes(runId);
      const changed = changes.flatMap(({ path, movedTo }) => (movedTo === undefined ? [path] : [path, movedTo]));
      return { paths: changed, endedAt: runs.get(runId).endedAt ?? Number.POSITIVE_INFINITY };
    },
    start: createStart(ground, parts, store),
    ...pollingOf(ground, parts),
  });
}

/** What conversations know of schedules, which are made after them. */
export function schedulingOf({ clock }: Ground, schedules: () => ScheduleService): Scheduling {
  return {
    zone: machineZone,
    // The time of a reminder is its own.
    read: (text) => (setsReminder(text) ? undefined : readTimedSentence(text, { now: clock(), zone: machineZone() })),
    preview: (time) => schedules().preview({ time }),
    said: (text) => schedules().said(text),
    add: ({ time, text, baseFolder, conversationId, plan, by }) => {
      const work = { kind: 'sentence' as const, text, ...(baseFolder === undefined ? {} : { baseFolder }) };
      const results = { to: 'conversation' as const, conversationId };
      return schedules().add({ work, time, results, missed: 'once', overlap: 'merge' }, { plan, by });
    },
  };
}

async function planned(plans: PlanService, work: Extract<ScheduleWork, { kind: 'sentence' }>): Promise<MadePlan> {
  const { text, baseFolder } = work;
  const proposal = await plans.make(text, { baseFolder });
  if (proposal.kind === 'plan') return { plan: proposal.plan, by: proposal.by };
  throw new HeronError('invalid-plan', `work.text: ${proposal.message}`, { path: 'work.text' });
}

/** Errors: `not-found`, `invalid-plan` for what cannot be used. */
function nameOf(
  catalogue: Catalogue,
  workflows: WorkflowService,
  work: Exclude<ScheduleWork, { kind: 'sentence' | 'heartbeat' }>,
): string {
  if (work.kind === 'workflow') return workflows.get(work.workflowId).title;
  const found = catalogue.template?.(work.name);
  if (found) return found.template.title;
  throw new HeronError('not-found', `There is no template ${work.name}`);
}

function watchable(folder: string, homeFolder: string, ownFolder: string): string {
  const path = isAbsolute(folder) ? resolve(folder) : resolve(homeFolder, folder.replace(/^~[/\\]?/, ''));
  const details = { path: 'time.folder' };
  if (path === ownFolder || path.startsWith(join(ownFolder, '/'))) {
    throw new HeronError('invalid-input', 'time.folder: Heron’s own data is not watched', details);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new HeronError('invalid-input', `time.folder: ${path} is no folder`, details);
}

/** Starts the run of an occurrence, with nobody there: it may what was allowed before, and waits for the rest. */
function createStart(ground: Ground, parts: SchedulesGround, store: ScheduleStore) {
  const heartbeatList = createHeartbeatList(
    ground,
    { runs: parts.runs, hasModel: () => parts.models.get() !== null },
    store,
  );
  const prepare = createPrepareTemplate({ catalogue: parts.catalogue, homeFolder: ground.host.homeFolder });

  /** Where its answers are said, if that is there already. */
  function knownConversation({ definition: { results }, conversationId }: StoredSchedule): string | undefined {
    if (results.to === 'none') return undefined;
    const [last] = results.to === 'last' ? parts.conversations.list() : [];
    const wanted = results.to === 'conversation' ? results.conversationId : (last?.id ?? conversationId);
    return wanted !== undefined && parts.conversations.isThere(wanted) ? wanted : undefined;
  }

  async function conversationOf(schedule: StoredSchedule): Promise<string | undefined> {
    const known = knownConversation(schedule);
    if (known !== undefined || schedule.definition.results.to === 'none') return known;
    const begun = await parts.conversations.begin(schedule.title);
    store.setConversation(schedule.id, begun.id);
    return begun.id;
  }

  return async (schedule: StoredSchedule, { at, given, cause }: Occurrence): Promise<string> => {
    const { work } = schedule.definition;
    const where = { conversationId: knownConversation(schedule), cause };
    const checklist = work.kind === 'heartbeat' ? await heartbeatList(schedule, work, where) : undefined;
    const conversationId = await conversationOf(schedule);
    const how = howToStart(schedule, { at, given, cause }, conversationId, checklist !== undefined);
    if (checklist !== undefined) {
      return parts.runs.start({ ...how, plan: heartbeatPlan(schedule.title, checklist), source: 'person' });
    }
    const extra: JsonObject = given ?? {};
    if (work.kind === 'workflow') {
      const { published, isOff } = parts.workflows.get(work.workflowId);
      if (isOff && cause !== 'person') throw new NotNow('the workflow is switched off');
      const state = published === undefined ? 'draft' : 'published';
      return parts.workflows.run(work.workflowId, { ...how, state, input: { ...work.input, ...extra } });
    }
    if (work.kind === 'template') {
      const { template, tasks, inputOf } = await prepare(work.name);
      const { properties } = template.parameters;
      const wanted = Object.fromEntries(Object.entries(extra).filter(([name]) => name in properties));
      const input = { ...inputOf({ ...work.input, ...wanted }), ...extra };
      const plan = { version: 1, title: template.title, input, tasks };
      return parts.runs.start({ ...how, plan, isChecked: true, source: 'person' });
    }
    const { made } = schedule;
    if (!made) throw new HeronError('invalid-plan', 'The sentence of the schedule has no plan; change it once');
    const { plan, by } = made;
    return parts.runs.start({ ...how, plan: { ...plan, input: { ...plan.input, ...extra } }, source: by });
  };
}

function howToStart(
  schedule: StoredSchedule,
  { at, given, cause }: Pick<Occurrence, 'at' | 'given' | 'cause'>,
  conversationId: string | undefined,
  isHeartbeat: boolean,
) {
  return {
    ...({ unattended: true, whenMissing: 'wait' } as const),
    ...(conversationId === undefined ? {} : { conversationId }),
    trigger: {
      ...{ id: schedule.id, kind: 'schedule' as const, delivery: String(at) },
      ...(isHeartbeat ? { isHeartbeat: true as const } : {}),
      ...(cause === 'person' ? { isWanted: true as const } : {}),
    },
    // What was read to find it marks the run.
    ...(typeof given?.['foundBy'] === 'string' ? { takesFrom: [given['foundBy']] } : {}),
    // Whoever puts a file there chooses its name.
    ...(given?.['files']
      ? { taint: `the names of files that changed, which the schedule “${schedule.title}” was given` }
      : {}),
  } satisfies Partial<StartRun>;
}
