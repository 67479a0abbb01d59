import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import { foldRun } from '../../../contract/run-state.ts';
import type { Run, RunSummary } from '../../../contract/runs.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { followStream, type Streamed } from './streamed.ts';
import { applyToSummary, type Summaries } from './summaries.ts';

export type TaskProgress = { percent?: number; text?: string; streamed?: Streamed };

/** A run somebody looks at. `early` keeps the events that come while it is being read. */
export type OpenRun = { run?: Run; failure?: Failure; early?: AnyEvent[]; progress: Record<string, TaskProgress> };

export type RunsState = {
  summaries: Summaries;
  isListed: boolean;
  listFailure?: Failure;
  open: Record<string, OpenRun>;
};

export type Runs = {
  state: StoreApi<RunsState>;
  list: () => Promise<void>;
  /** The runs of a conversation, however old. Errors: as `failureOf` reads them. */
  listOf: (conversationId: string) => Promise<void>;
  /** Follows one run until the returned function is called. */
  hold: (runId: string) => () => void;
  read: (runId: string) => Promise<void>;
};

/** How many runs are listed; older ones are found through their conversation. */
const listed = 200;

const endings = new Set<string>(['run.completed', 'run.failed', 'run.cancelled']);

export function createRuns(engine: Pick<Engine, 'client' | 'subscribe'>): Runs {
  const state = createStore<RunsState>(() => ({ summaries: {}, isListed: false, open: {} }));
  const counted = new Set<string>();
  const holders = new Map<string, number>();

  function add(fresh: RunSummary[]): void {
    state.setState(({ summaries }) => {
      const told = fresh.map((one) => [one.id, counted.has(one.id) ? withOwnCount(one, summaries[one.id]) : one]);
      return { summaries: { ...summaries, ...Object.fromEntries(told) } };
    });
  }

  async function list(): Promise<void> {
    try {
      add(await engine.client.runs.list({ limit: listed }));
      state.setState({ isListed: true, listFailure: undefined });
    } catch (error) {
      state.setState({ listFailure: failureOf(error) });
    }
  }

  async function read(runId: string): Promise<void> {
    change(runId, (entry) => ({ ...entry, failure: undefined, early: [] }));
    try {
      const run = await engine.client.runs.get({ runId });
      change(runId, (entry) => ({ ...entry, run: foldRun(entry.early ?? [], run), early: undefined }));
    } catch (error) {
      change(runId, (entry) => ({ ...entry, early: undefined, failure: failureOf(error) }));
    }
  }

  function change(runId: string, step: (entry: OpenRun) => OpenRun): void {
    state.setState(({ open }) => ({ open: { ...open, [runId]: step(open[runId] ?? { progress: {} }) } }));
  }

  function release(runId: string): void {
    const left = (holders.get(runId) ?? 1) - 1;
    if (left > 0) return void holders.set(runId, left);
    holders.delete(runId);
    state.setState(({ open }) => ({ open: Object.fromEntries(Object.entries(open).filter(([id]) => id !== runId)) }));
  }

  engine.subscribe((events) => {
    state.setState((before) => reduceRuns(before, events, counted));
    if (events.some(({ type }) => type === 'history.pruned')) {
      state.setState(withoutEnded);
      void list();
    }
    const isMissed = ({ type, scope }: AnyEvent) => endings.has(type) && scope.runId && !counted.has(scope.runId);
    if (events.some((event) => event.type === 'bundle.opened' || isMissed(event))) void list();
  });

  return {
    state,
    list,
    listOf: async (conversationId) => add(await engine.client.runs.list({ conversationId, limit: 1000 })),
    read,
    hold: (runId) => {
      holders.set(runId, (holders.get(runId) ?? 0) + 1);
      if (holders.get(runId) === 1) void read(runId);
      return () => release(runId);
    },
  };
}

/** A list may be older than the events; where all of a run's were seen, they count. */
function withOwnCount(listedOne: RunSummary, own: RunSummary | undefined): RunSummary {
  if (!own) return listedOne;
  const { asks: _, ...rest } = listedOne;
  return {
    ...rest,
    tasks: own.tasks,
    ...(own.asks ? { asks: own.asks } : {}),
    ...(own.used ? { used: own.used } : {}),
  };
}

/** What was removed is in no list any more. */
function withoutEnded({ summaries, ...rest }: RunsState): RunsState {
  const open = Object.entries(summaries).filter(([, run]) => run.endedAt === undefined);
  return { ...rest, summaries: Object.fromEntries(open) };
}

/** Counts of a run whose beginning was not seen here would be of some of its tasks only, so they wait for the next list. */
function reduceRuns(state: RunsState, events: AnyEvent[], counted: Set<string>): RunsState {
  const summaries = { ...state.summaries };
  const byRun = new Map<string, AnyEvent[]>();
  for (const event of events) {
    if (event.type === 'bundle.removed') delete summaries[event.payload.runId];
    const { runId } = event.scope;
    if (!runId) continue;
    if (event.type === 'run.created') counted.add(runId);
    const summary = applyToSummary(summaries[runId], event, counted.has(runId));
    if (summary) summaries[runId] = summary;
    if (!state.open[runId]) continue;
    const own = byRun.get(runId);
    if (own) own.push(event);
    else byRun.set(runId, [event]);
  }
  const open = { ...state.open };
  for (const [runId, own] of byRun) open[runId] = follow(open[runId] ?? { progress: {} }, own);
  return { ...state, summaries, open };
}

function follow(entry: OpenRun, events: AnyEvent[]): OpenRun {
  const progress = { ...entry.progress };
  for (const { type, scope, payload } of events) {
    if (!scope.taskId) continue;
    const known = progress[scope.taskId];
    if (type === 'task.progressed') {
      progress[scope.taskId] = { ...known, percent: payload.percent, text: payload.text };
    } else if (type === 'task.streamed') {
      progress[scope.taskId] = { ...known, streamed: followStream(known?.streamed, payload) };
    } else if (type.startsWith('task.') && type !== 'task.partGiven') delete progress[scope.taskId];
  }
  if (entry.early) return { ...entry, progress, early: [...entry.early, ...events] };
  return { ...entry, progress, run: entry.run && foldRun(events, entry.run) };
}
