import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { CrashId, CrashReport } from './crash-reports.ts';
import { FailureCounts } from './failure-classes.ts';
import { WorkerId } from './ids.ts';
import { strictObject } from './strict-object.ts';

export const Health = strictObject(() => ({
  version: z.string(),
  node: z.string(),
  program: z.enum(['electron', 'headless']),
  dataFolder: z.string(),
  startedAt: z.int(),
  /** Resident memory of the engine's process. */
  memoryMb: z.number(),
  components: z.array(
    z.strictObject({ name: z.string(), state: z.enum(['ok', 'degraded', 'failed']), message: z.string() }),
  ),
}));
export type Health = z.infer<typeof Health>;

/** json: as it is kept; pretty: for people, with details below; compact: one short line. */
export const LogFormat = z.enum(['json', 'pretty', 'compact']);
export type LogFormat = z.infer<typeof LogFormat>;

export const LogLine = strictObject(() => ({
  at: z.int(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  source: z.string(),
  message: z.string(),
  /** The trace of what was being done, if it was written for somebody's sake. */
  traceId: z.string().optional(),
  /** The call that began it. */
  requestId: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
}));
export type LogLine = z.infer<typeof LogLine>;

export const health = {
  get: oc
    .route({ method: 'GET', path: '/health', summary: 'How the engine is' })
    .input(strictObject(() => ({})))
    .output(Health),
  /** What went wrong lately, by class, in the runs that are kept. */
  failures: oc
    .route({ method: 'GET', path: '/health/failures', summary: 'How many tasks and runs failed, by class of failure' })
    .input(strictObject(() => ({ sinceMs: z.coerce.number().int().min(0).default(604_800_000) })))
    .output(strictObject(() => ({ since: z.int(), tasks: FailureCounts, runs: FailureCounts, isCut: z.boolean() }))),
  logs: oc
    .route({ method: 'GET', path: '/health/logs', summary: "The engine's own log, newest first" })
    .input(
      strictObject(() => ({
        level: LogLine.shape.level.default('info'),
        query: z.string().optional(),
        traceId: z.string().optional(),
        /** Only what the worker wrote, and what was written about it. */
        workerId: WorkerId.optional(),
        limit: z.coerce.number().int().min(1).max(2000).default(300),
      })),
    )
    .output(z.array(LogLine)),
  /** Whether the program can show it is up to the program: a page in a browser only tells the path. */
  logFolder: oc
    .route({ method: 'GET', path: '/health/logs/folder', summary: 'Where the log lies' })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({ path: z.string(), canOpen: z.boolean() }))),
  /** Errors: `unsupported` where the program cannot. */
  openDataFolder: oc
    .route({ method: 'POST', path: '/health/data/folder/open', summary: 'Show the data folder on the machine' })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({}))),
  /** Errors: `unsupported` where the program cannot. */
  openLogFolder: oc
    .route({ method: 'POST', path: '/health/logs/folder/open', summary: "Show the log's folder on the machine" })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({}))),
  crashes: oc
    .route({
      method: 'GET',
      path: '/health/crashes',
      summary: 'When Heron ended because of an error in itself, newest first',
    })
    .input(strictObject(() => ({})))
    .output(z.array(CrashReport)),
  /** Without secrets and names, letter by letter as the report has it. Errors: `not-found`. */
  crash: oc
    .route({ method: 'GET', path: '/health/crashes/{crashId}', summary: 'One crash report as it would be given away' })
    .input(strictObject(() => ({ crashId: CrashId })))
    .output(strictObject(() => ({ text: z.string() }))),
  /** Errors: `not-found`. */
  removeCrash: oc
    .route({ method: 'DELETE', path: '/health/crashes/{crashId}', summary: 'Delete a crash report from this machine' })
    .input(strictObject(() => ({ crashId: CrashId })))
    .output(strictObject(() => ({}))),
  /** A zip file, in order; without secrets, and without the names of the person and the machine. Whoever stops reading ends it. */
  report: oc
    .route({ method: 'POST', path: '/health/report', summary: 'Logs, versions and settings as one file, in pieces' })
    .input(strictObject(() => ({})))
    .output(eventIterator(strictObject(() => ({ bytes: z.base64().max(1_500_000) })))),
};
