import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EventOf } from '../../../contract/events.ts';
import type { RunSummary } from '../../../contract/runs.ts';
import type { Engine } from '../../engine/connect.ts';
import type { PageStorage } from '../chat/kept-words.ts';
import type { Runs } from '../runs/store.ts';
import { isOwnAnswer } from '../runs/advice.ts';
import { newestFirst, type Summaries } from '../runs/summaries.ts';

const key = 'heron.inbox.seen';
/** So long a failure stands in the inbox; the timeline has it for good. */
const listedMs = 7 * 24 * 3600 * 1000;

export type Failures = {
  /** Ids of failed runs that somebody has looked at or put away. */
  state: StoreApi<{ seen: readonly string[] }>;
  putAway: (runIds: readonly string[]) => void;
};

interface FailuresParts {
  engine: Pick<Engine, 'subscribe'>;
  runs: Pick<Runs, 'state'>;
  storage: PageStorage | undefined;
  now: () => number;
  /** Of a run that fails and that no window part shows. */
  tell: (run: RunSummary, event: EventOf<'run.failed'>) => void;
}

/** Remembers which failures a person knows of, and tells of each new one that is not on the screen. */
export function createFailures({ engine, runs, storage, now, tell }: FailuresParts): Failures {
  const state = createStore<{ seen: readonly string[] }>(() => ({ seen: readSeen(storage) }));

  function putAway(runIds: readonly string[]): void {
    const { seen } = state.getState();
    const fresh = runIds.filter((id) => !seen.includes(id));
    if (fresh.length === 0) return;
    // What is not listed any more need not be remembered.
    const listed = new Set(recentFailures(runs.state.getState().summaries, now()).map(({ id }) => id));
    const next = [...seen.filter((id) => listed.has(id)), ...fresh];
    state.setState({ seen: next });
    keepSeen(storage, next);
  }

  engine.subscribe((events) => {
    for (const event of events) {
      const { runId } = event.scope;
      if (event.type !== 'run.failed' || runId === undefined) continue;
      const run = runs.state.getState().summaries[runId];
      if (!run || run.source === 'agent') continue;
      // Who said no knows why it went no further.
      if (runs.state.getState().open[runId] || isOwnAnswer(event.payload.error)) putAway([runId]);
      else tell(run, event);
    }
  });
  // Who opens a run has seen how it ended.
  runs.state.subscribe(({ open, summaries }) =>
    putAway(Object.keys(open).filter((id) => summaries[id]?.status === 'failed')),
  );
  return { state, putAway };
}

/** Failed runs of the last days, newest first. What an agent spawned is told by the agent; opened ones are somebody else's. */
export function recentFailures(summaries: Summaries, at: number): RunSummary[] {
  return newestFirst(summaries).filter(
    ({ status, source, opened, endedAt }) =>
      status === 'failed' && source !== 'agent' && !opened && (endedAt ?? 0) > at - listedMs,
  );
}

function readSeen(storage: PageStorage | undefined): string[] {
  try {
    const kept = JSON.parse(storage?.getItem(key) ?? '[]') as unknown;
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

function keepSeen(storage: PageStorage | undefined, seen: readonly string[]): void {
  try {
    storage?.setItem(key, JSON.stringify(seen));
  } catch {
    // A full or forbidden storage costs only that they are listed again after the page was closed.
  }
}
