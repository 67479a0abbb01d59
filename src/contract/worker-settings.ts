import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { WorkerId } from './ids.ts';
import { JsonObject, ObjectSchema } from './json.ts';
import { baseHash, StateHash } from './state-hash.ts';
import { strictObject } from './strict-object.ts';

export const WorkerSettings = strictObject(() => ({
  /** Absent: the worker has nothing to set. */
  schema: ObjectSchema.optional(),
  /** As the worker gets them, with defaults. */
  values: JsonObject,
  /** Those that somebody set. */
  set: z.array(z.string()),
  /** Of what somebody set. */
  hash: StateHash,
}));
export type WorkerSettings = z.infer<typeof WorkerSettings>;

/** The next call has them. */
export const workerConfigured = defineEvent('worker.configured', () =>
  z.strictObject({ set: z.array(z.string()), reset: z.array(z.string()) }),
);

export const workerSettings = {
  get: oc
    .route({ method: 'GET', path: '/workers/{workerId}/settings', summary: "Read a worker's settings" })
    .input(strictObject(() => ({ workerId: WorkerId })))
    .output(WorkerSettings),
  update: oc
    .route({ method: 'PATCH', path: '/workers/{workerId}/settings', summary: "Change a worker's settings" })
    .input(
      strictObject(() => ({
        workerId: WorkerId,
        values: JsonObject.default({}),
        /** These are as the manifest says again. */
        reset: z.array(z.string()).default([]),
        baseHash,
      })),
    )
    .output(WorkerSettings),
};
