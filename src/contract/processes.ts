import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ConversationId, ProcessId, RunId, WorkerId } from './ids.ts';
import { strictObject } from './strict-object.ts';
import { TaskPath } from './task-path.ts';

/**
 * Why a background process ended: by itself, because somebody stopped it, with its run, over its time or its memory, because
 * it started too many programs, or with Heron.
 */
export const ProcessEnd = z.enum(['exit', 'stopped', 'run', 'time', 'memory', 'programs', 'engine']);
export type ProcessEnd = z.infer<typeof ProcessEnd>;

/** A program that goes on after the step that started it. The engine owns it; none outlives the engine. */
export const BackgroundProcess = strictObject(() => ({
  id: ProcessId,
  /** What people call it: a name it was given, or its command. */
  name: z.string(),
  /** The whole command, as it would be typed. */
  command: z.string(),
  pid: z.int(),
  runId: RunId,
  taskId: TaskPath,
  conversationId: ConversationId.optional(),
  workerId: WorkerId,
  status: z.enum(['running', 'ended']),
  /** It stays when its run is cancelled or undone. */
  keep: z.boolean(),
  /** Its standard input is open. */
  takesInput: z.boolean(),
  startedAt: z.int(),
  /** When its time is over. */
  endsAt: z.int(),
  endedAt: z.int().optional(),
  /** null: a signal ended it, or nobody was there to see how it ended. */
  exitCode: z.int().nullable().optional(),
  signal: z.string().nullable().optional(),
  end: ProcessEnd.optional(),
}));
export type BackgroundProcess = z.infer<typeof BackgroundProcess>;

/** A piece of what a process said, both of its outputs in the order they came. Offsets count bytes since it was started. */
export const ProcessOutput = strictObject(() => ({
  text: z.string(),
  start: z.int(),
  end: z.int(),
  /** Everything it has said so far. */
  total: z.int(),
  /** So much of the beginning is not kept any more. */
  dropped: z.int(),
}));
export type ProcessOutput = z.infer<typeof ProcessOutput>;

export const processSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGKILL'] as const;
export const ProcessSignal = z.enum(processSignals);
export type ProcessSignal = z.infer<typeof ProcessSignal>;

export const processStarted = defineEvent('process.started', () =>
  z.strictObject({
    id: ProcessId,
    name: z.string(),
    command: z.string(),
    pid: z.int(),
    endsAt: z.int(),
    keep: z.boolean(),
  }),
);
/** It has ended, and all that it had started. What it said last is there for whoever waits for it. */
export const processEnded = defineEvent('process.ended', () =>
  z.strictObject({
    id: ProcessId,
    name: z.string(),
    command: z.string(),
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    end: ProcessEnd,
    durationMs: z.number().min(0),
    outputBytes: z.int().min(0),
    lastOutput: z.string(),
  }),
);
export const processKept = defineEvent('process.kept', () => z.strictObject({ id: ProcessId, keep: z.boolean() }));
export const processCleared = defineEvent('process.cleared', () => z.strictObject({ ids: z.array(ProcessId) }));
/** Ephemeral: it has said so much by now. */
export const processPrinted = defineEvent('process.printed', () => z.strictObject({ id: ProcessId, total: z.int() }), {
  ephemeral: true,
});

const One = strictObject(() => ({ processId: ProcessId }));

export const processes = {
  list: oc
    .route({ method: 'GET', path: '/processes', summary: 'List background processes, running ones first' })
    .input(strictObject(() => ({ runId: RunId.optional(), status: BackgroundProcess.shape.status.optional() })))
    .output(z.array(BackgroundProcess)),
  get: oc
    .route({ method: 'GET', path: '/processes/{processId}', summary: 'Read a background process' })
    .input(One)
    .output(BackgroundProcess),
  /** From an offset on, or at one of the two ends. */
  log: oc
    .route({ method: 'GET', path: '/processes/{processId}/log', summary: 'Read what a background process said' })
    .input(
      One.extend({
        from: z.enum(['head', 'tail']).default('tail'),
        /** Wins over `from`. */
        offset: z.coerce.number().int().min(0).optional(),
        maxBytes: z.coerce.number().int().min(1).max(1_048_576).default(65_536),
      }),
    )
    .output(ProcessOutput),
  write: oc
    .route({ method: 'POST', path: '/processes/{processId}/input', summary: 'Write to its standard input' })
    .input(One.extend({ text: z.string().max(65_536), end: z.boolean().default(false) }))
    .output(strictObject(() => ({}))),
  signal: oc
    .route({ method: 'POST', path: '/processes/{processId}/signal', summary: 'Send a signal to it and its group' })
    .input(One.extend({ signal: ProcessSignal }))
    .output(strictObject(() => ({}))),
  /** Answered when it has ended, and everything it had started. */
  stop: oc
    .route({ method: 'POST', path: '/processes/{processId}/stop', summary: 'End it: asked first, then by force' })
    .input(One)
    .output(BackgroundProcess),
  keep: oc
    .route({
      method: 'POST',
      path: '/processes/{processId}/keep',
      summary: 'Whether it stays when its run is cancelled',
    })
    .input(One.extend({ keep: z.boolean() }))
    .output(BackgroundProcess),
  /** Without an id: all that have ended. */
  clear: oc
    .route({ method: 'POST', path: '/processes/clear', summary: 'Forget processes that have ended, with their logs' })
    .input(strictObject(() => ({ processId: ProcessId.optional() })))
    .output(strictObject(() => ({ cleared: z.int() }))),
};
