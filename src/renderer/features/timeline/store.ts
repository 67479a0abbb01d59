import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { engineFilter, noFilter, passesEngine, type TimelineFilter } from './filter.ts';
import { type Plans, withPlansOf } from './plans.ts';
import { readBack } from './read-back.ts';

export type TimelineState = {
  filter: TimelineFilter;
  /** A window over the log, oldest first: what the engine's part of the filter lets through. */
  events: AnyEvent[];
  /** Of all runs whose beginning was ever in the window, so that their steps can be named. */
  plans: Plans;
  /** Everything that matches from this `seq` up is in the window; 1 is the log's beginning. */
  oldest: number;
  /** Where the window began before the last older page came. */
  seam: number | undefined;
  /** The window reaches to now. Otherwise `unseen` counts what came since it does not. */
  isLive: boolean;
  unseen: number;
  isLoading: boolean;
  isRead: boolean;
  failure?: Failure;
};

export type Timeline = {
  state: StoreApi<TimelineState>;
  /** Reads the newest events; what was in the window goes. */
  readLatest: () => Promise<void>;
  readOlder: () => Promise<void>;
  setFilter: (change: Partial<TimelineFilter>) => void;
  /** While nobody looks, the window is empty and nothing is kept. */
  close: () => void;
};

type Parts = Pick<Engine, 'client' | 'subscribe'> & {
  /** How many events are read at a time, and how many are kept. */
  sizes?: { page: number; most: number };
};

const empty = {
  events: [],
  oldest: 1,
  seam: undefined,
  isLive: true,
  unseen: 0,
  isLoading: false,
  isRead: false,
  failure: undefined,
};

export function createTimeline({ client, subscribe, sizes = { page: 400, most: 4000 } }: Parts): Timeline {
  const state = createStore<TimelineState>(() => ({ filter: noFilter, plans: {}, ...empty }));
  // Answers to an earlier question are thrown away.
  let question = 0;
  let isOpen = false;

  async function load(read: () => Promise<Partial<TimelineState>>): Promise<void> {
    question += 1;
    const own = question;
    state.setState({ isLoading: true, failure: undefined });
    const change: Partial<TimelineState> = await read().catch((error: unknown) => ({ failure: failureOf(error) }));
    if (own !== question) return;
    state.setState(({ plans }) => ({ ...change, plans: withPlansOf(change.events ?? [], plans), isLoading: false }));
  }

  function readLatest(): Promise<void> {
    isOpen = true;
    state.setState({ events: [], seam: undefined, isLive: true, unseen: 0, isRead: false });
    return load(async () => {
      const { filter } = state.getState();
      const { runId } = filter;
      // A run that was opened from a file has places of its own.
      const scope = runId === undefined ? {} : { scope: { runId } };
      const { lastSeq } = await client.events.list({ ...scope, after: Number.MAX_SAFE_INTEGER, limit: 1 });
      const { events, oldest } = await readBack(client, engineFilter(filter), lastSeq + 1, sizes.page);
      const live = state.getState().events.filter(({ seq }) => seq === undefined || seq > lastSeq);
      return { events: [...events, ...live], oldest, isRead: true };
    });
  }

  async function readOlder(): Promise<void> {
    const { oldest, isLoading, isRead } = state.getState();
    if (isLoading || !isRead || oldest <= 1) return;
    await load(async () => {
      const older = await readBack(client, engineFilter(state.getState().filter), oldest, sizes.page);
      const events = [...older.events, ...state.getState().events];
      const isCut = events.length > sizes.most;
      return {
        events: events.slice(0, sizes.most),
        oldest: older.oldest,
        seam: oldest,
        isLive: state.getState().isLive && !isCut,
      };
    });
  }

  subscribe((events) => {
    if (isOpen) state.setState((before) => withLive(withPlans(before, events), events, sizes.most));
  });

  return {
    state,
    readLatest,
    readOlder,
    setFilter: (change) => {
      const { filter } = state.getState();
      state.setState({ filter: { ...filter, ...change } });
      // Text is looked for in the window there is.
      if (Object.keys(change).some((key) => key !== 'text')) void readLatest();
    },
    close: () => {
      isOpen = false;
      question += 1;
      state.setState(empty);
    },
  };
}

function withPlans(state: TimelineState, events: AnyEvent[]): TimelineState {
  const plans = withPlansOf(events, state.plans);
  return plans === state.plans ? state : { ...state, plans };
}

function withLive(state: TimelineState, events: AnyEvent[], most: number): TimelineState {
  const fresh = events.filter((event) => passesEngine(event, state.filter));
  if (fresh.length === 0) return state;
  if (!state.isLive) return { ...state, unseen: state.unseen + fresh.length };
  const all = [...state.events, ...fresh];
  if (all.length <= most) return { ...state, events: all };
  // More than one page at a time, so that a busy log is not copied at every event.
  const kept = all.slice(-Math.floor(most * 0.8));
  const firstKept = kept.find(({ seq }) => seq !== undefined)?.seq;
  return { ...state, events: kept, oldest: firstKept ?? state.oldest };
}
