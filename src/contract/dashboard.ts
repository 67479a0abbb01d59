import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Circuit } from './circuits.ts';
import { Failure } from './errors.ts';
import { LaneFigures } from './lanes.ts';
import { strictObject } from './strict-object.ts';
import { Trust } from './provenance.ts';
import { WorkerState } from './workers.ts';

/** Of the runs that ended in a time. */
export const RunFigures = strictObject(() => ({
  completed: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  /** Of completed ones, from the plan to the end, waiting for people included: half of them, and 95 of 100, took no longer. */
  timeMs: z.strictObject({ p50: z.int(), p95: z.int() }).optional(),
  /** Of their plans, completed and failed. */
  steps: z.int(),
  tokens: z.int(),
  /** US dollars. */
  money: z.number(),
}));
export type RunFigures = z.infer<typeof RunFigures>;

/** From a moment until just before another. */
const span = { from: z.int(), to: z.int() };

export const DashboardInterval = RunFigures.extend(span);
export type DashboardInterval = z.infer<typeof DashboardInterval>;

export const WorkerHealth = strictObject(() => ({
  id: z.string(),
  name: z.string(),
  state: WorkerState,
  trust: Trust,
  /** These three since it was first loaded. */
  calls: z.int(),
  errors: z.int(),
  crashes: z.int(),
  circuit: Circuit.shape.state.optional(),
  lastError: Failure.extend({ at: z.int() }).optional(),
}));
export type WorkerHealth = z.infer<typeof WorkerHealth>;

export const Dashboard = strictObject(() => ({
  /** Hours of one day, else days by the engine's clock; the last is under way. */
  intervals: z.array(DashboardInterval),
  now: RunFigures.extend(span),
  /** The same length of time, as far as the present one has come. */
  before: RunFigures.extend(span),
  queue: z.strictObject({
    runningRuns: z.int(),
    waitingRuns: z.int(),
    /** Places for steps that are taken, and steps that wait for one. */
    workingSteps: z.int(),
    waitingSteps: z.int(),
  }),
  lanes: LaneFigures,
  questions: z.int(),
  /** Those in trouble first, then those that are called most; last those that a person keeps off. */
  workers: z.array(WorkerHealth),
  /** Network hosts whose circuit is not closed. */
  heldHosts: z.int(),
  /** Bytes. */
  storage: z.strictObject({ database: z.int(), blobs: z.int(), undo: z.int(), logs: z.int() }),
}));
export type Dashboard = z.infer<typeof Dashboard>;

export const DashboardDays = z.literal([1, 7, 30]);
export type DashboardDays = z.infer<typeof DashboardDays>;

/** Of the runs that came to an end by themselves, the share that completed; undefined without any. */
export function successShare({ completed, failed }: RunFigures): number | undefined {
  return completed + failed === 0 ? undefined : completed / (completed + failed);
}

export function endedRuns({ completed, failed, cancelled }: RunFigures): number {
  return completed + failed + cancelled;
}

export const dashboard = {
  get: oc
    .route({ method: 'GET', path: '/dashboard', summary: 'How runs and workers did, and how much waits' })
    .input(strictObject(() => ({ days: z.coerce.number().pipe(DashboardDays).default(7) })))
    .output(Dashboard),
};
