import type {
  Dashboard,
  DashboardDays,
  DashboardInterval,
  RunFigures,
  WorkerHealth,
} from '../../../contract/dashboard.ts';
import type { LaneFigures } from '../../../contract/lanes.ts';
import { roundMoney } from '../../../contract/usage.ts';
import { isKeptOff, type Worker } from '../../../contract/workers.ts';
import type { Clock } from '../../base/clock.ts';
import { intervalsBefore, intervalsUntil } from './intervals.ts';
import type { DashboardStore, RunCounts, Span } from './store.ts';

export type DashboardParts = {
  store: DashboardStore;
  clock: Clock;
  places: () => { taken: number; waiting: number };
  /** Messages that wait now, and conversations that are worked on. */
  lanes: () => { waiting: number; since?: number; taken: number; places: number };
  questions: () => number;
  workers: () => Worker[];
  heldHosts: () => number;
  storage: () => Promise<Dashboard['storage']>;
};

/** `times`: of each interval, how long its completed runs took. */
type Counted = { intervals: DashboardInterval[]; times: number[][] };

export type DashboardService = { get(days: DashboardDays): Promise<Dashboard> };

export function createDashboard(parts: DashboardParts): DashboardService {
  const { store, clock } = parts;

  /** Many runs take a while to be counted; between intervals the engine does what else there is. */
  async function count(spans: Span[]): Promise<Counted> {
    const counted: Counted = { intervals: [], times: [] };
    for (const span of spans) {
      await new Promise((resolve) => setImmediate(resolve));
      const times = store.timesOfCompleted(span);
      counted.intervals.push({ ...span, ...store.countEnded(span), ...percentiles(times) });
      counted.times.push(times);
    }
    return counted;
  }

  return {
    async get(days) {
      const now = clock();
      const spans = intervalsUntil(now, days);
      const present = await count(spans);
      const before = await count(intervalsBefore(spans, now, days));
      const places = parts.places();
      return {
        intervals: present.intervals,
        now: summed(present, now),
        before: summed(before, now),
        queue: {
          runningRuns: store.countUnderWay('running'),
          waitingRuns: store.countUnderWay('waiting'),
          workingSteps: places.taken,
          waitingSteps: places.waiting,
        },
        lanes: lanesOf(parts, now, spans[0]?.from ?? now),
        questions: parts.questions(),
        workers: parts.workers().map(healthOf).toSorted(worstFirst),
        heldHosts: parts.heldHosts(),
        storage: await parts.storage(),
      };
    },
  };
}

function summed({ intervals, times }: Counted, now: number): DashboardInterval {
  const sum = (name: keyof RunCounts): number => intervals.reduce((all, interval) => all + interval[name], 0);
  return {
    ...{ from: intervals[0]?.from ?? now, to: intervals.at(-1)?.to ?? now },
    ...{ completed: sum('completed'), failed: sum('failed'), cancelled: sum('cancelled') },
    ...{ steps: sum('steps'), tokens: sum('tokens'), money: roundMoney(sum('money')) },
    ...percentiles(times.flat()),
  };
}

function lanesOf({ store, lanes }: DashboardParts, now: number, from: number): LaneFigures {
  const { waiting, since, taken, places } = lanes();
  const { dropped, waitedMs } = store.lanesSince(from);
  const { timeMs } = percentiles(waitedMs);
  return {
    ...{ taken, places, waiting, said: waitedMs.length, dropped },
    ...(since === undefined ? {} : { longestWaitMs: Math.max(0, now - since) }),
    ...(timeMs === undefined ? {} : { waitedMs: timeMs }),
  };
}

function percentiles(times: readonly number[]): Pick<RunFigures, 'timeMs'> {
  const sorted = times.toSorted((one, other) => one - other);
  const within = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return sorted.length === 0 ? {} : { timeMs: { p50: within(0.5), p95: within(0.95) } };
}

function healthOf({ id, manifest, state, trust, statistics, circuit }: Worker): WorkerHealth {
  const { calls, errors, crashes, lastError } = statistics;
  return {
    ...{ id, name: manifest?.name ?? id, state, trust, calls, errors, crashes },
    ...(circuit ? { circuit: circuit.state } : {}),
    ...(lastError ? { lastError } : {}),
  };
}

function worstFirst(one: WorkerHealth, other: WorkerHealth): number {
  return trouble(other) - trouble(one) || other.calls - one.calls || one.name.localeCompare(other.name);
}

function trouble({ state, trust, circuit }: WorkerHealth): number {
  if (isKeptOff({ state, trust })) return -1;
  return state === 'failed' || state === 'refused' ? 2 : circuit ? 1 : 0;
}
