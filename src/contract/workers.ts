import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ContainerSupport } from './containers.ts';
import { Circuit } from './circuits.ts';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { FailureCounts } from './failure-classes.ts';
import { WorkerId } from './ids.ts';
import { HookEvent, Manifest } from './manifest.ts';
import { Provenance, Trust } from './provenance.ts';
import { strictObject } from './strict-object.ts';

/**
 * idle: loaded, no process; starting: a process is wanted or on its way; running: its process is up; paused: its process
 * is frozen until the next call; refused: its files may not run, and `trust` says why; failed: not loadable, or crashed too
 * often.
 */
export const WorkerState = z.enum(['idle', 'starting', 'running', 'paused', 'refused', 'failed']);
export type WorkerState = z.infer<typeof WorkerState>;

/** Of one action: how often it was called, what went wrong by class, and how long calls took (see action-times.ts). */
export const ActionStatistics = strictObject(() => ({
  calls: z.int(),
  errors: FailureCounts,
  times: z.record(z.string(), z.int()),
}));
export type ActionStatistics = z.infer<typeof ActionStatistics>;

export const WorkerStatistics = strictObject(() => ({
  calls: z.int(),
  errors: z.int(),
  crashes: z.int(),
  /** Processes started because the one before had crashed. */
  restarts: z.int(),
  /** Calls answered from an earlier one with the same input. */
  cacheHits: z.int(),
  /** Processor time of all its processes. */
  cpuMs: z.number(),
  /** Milliseconds from starting the process to its readiness, last time. */
  startMs: z.number().optional(),
  /** Resident memory of its process; absent without one. */
  memoryMb: z.number().optional(),
  peakMemoryMb: z.number().optional(),
  actions: z.record(z.string(), ActionStatistics).optional(),
  lastError: Failure.extend({ at: z.int() }).optional(),
}));
export type WorkerStatistics = z.infer<typeof WorkerStatistics>;

export const Worker = strictObject(() => ({
  id: z.string(),
  /** The folder it was found in. */
  folder: z.string(),
  origin: z.enum(['bundled', 'installed']),
  state: WorkerState,
  /** Whether its files may run. */
  trust: Trust,
  /** Of an installed one that somebody approved. */
  provenance: Provenance.optional(),
  /** Of a refused one that was approved before: what its manifest asks for that was not approved, a sentence each. */
  adds: z.array(z.string()).optional(),
  /** Absent when the manifest could not be read; then `error` says why, field by field. */
  manifest: Manifest.optional(),
  error: Failure.optional(),
  /** What really surrounds it on this machine, for example "own process, permission model, bubblewrap". */
  isolation: z.string(),
  statistics: WorkerStatistics,
  /** It has crashed so often in a row, and starts again not before `startsAgainAt`; after `most` crashes it has failed. */
  restart: z.strictObject({ crashes: z.int(), most: z.int(), startsAgainAt: z.int() }).optional(),
  /** Its calls are held back, or tried again after that: too many of them failed. Absent as long as all is well. */
  circuit: Circuit.optional(),
}));
export type Worker = z.infer<typeof Worker>;

/** A person decided that it may not run: it is left out on purpose, and in no trouble. */
export function isKeptOff({ state, trust }: Pick<Worker, 'state' | 'trust'>): boolean {
  return state === 'refused' && trust === 'denied';
}

/** Somebody should look at it: it does not run, or its calls are held back, and nobody wanted that. */
export function isInTrouble(worker: Pick<Worker, 'state' | 'trust'> & { circuit?: unknown }): boolean {
  if (isKeptOff(worker)) return false;
  return worker.state === 'failed' || worker.state === 'refused' || worker.circuit !== undefined;
}

export const workerLoaded = defineEvent('worker.loaded', () => z.strictObject({ version: z.string() }));
export const workerUnloaded = defineEvent('worker.unloaded', () => z.strictObject({}));
export const workerFailed = defineEvent('worker.failed', () => z.strictObject({ folder: z.string(), error: Failure }));
export const workerStarted = defineEvent('worker.started', () => z.strictObject({ pid: z.int(), startMs: z.number() }));
/** Its process is frozen: nobody needed it for a while. */
export const workerPaused = defineEvent('worker.paused', () => z.strictObject({ pid: z.int() }));
export const workerResumed = defineEvent('worker.resumed', () => z.strictObject({ pid: z.int() }));
export const workerStopped = defineEvent('worker.stopped', () => z.strictObject({ reason: z.string() }));
/** A hook that failed or took too long; the call went on without it. */
export const hookFailed = defineEvent('hook.failed', () => z.strictObject({ event: HookEvent, error: Failure }));

export const workers = {
  list: oc
    .route({ method: 'GET', path: '/workers', summary: 'List workers' })
    .input(strictObject(() => ({})))
    .output(z.array(Worker)),
  get: oc
    .route({ method: 'GET', path: '/workers/{workerId}', summary: 'Read a worker' })
    .input(strictObject(() => ({ workerId: WorkerId })))
    .output(Worker),
  /** Looks again when nothing was found before. */
  containers: oc
    .route({ method: 'GET', path: '/containers', summary: 'What this machine has to run workers in containers' })
    .input(strictObject(() => ({})))
    .output(ContainerSupport),
  /** Reads its folder again, and starts it afresh if it had failed. */
  reload: oc
    .route({ method: 'POST', path: '/workers/{workerId}/reload', summary: 'Load a worker again' })
    .input(strictObject(() => ({ workerId: WorkerId })))
    .output(Worker),
};
