import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { strictObject } from './strict-object.ts';

export const LocalModelId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'expected lower-case letters and digits, with single - or . between them');

/** What a model is for: `chat` is asked in words, `speech` writes down what is said, `voice` reads aloud. */
export const localModelKinds = ['chat', 'speech', 'voice', 'wake-word', 'other'] as const;
export const LocalModelKind = z.enum(localModelKinds);
export type LocalModelKind = z.infer<typeof LocalModelKind>;

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 digits of 0–9 and a–f');
const Address = z.url({ protocol: /^https?$/, error: 'expected an address that begins with http:// or https://' });
const FileName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'expected the name of a file, without folders');

export const LocalModelFile = strictObject(() => ({
  name: FileName,
  address: Address,
  /** Where it is known beforehand. */
  bytes: z.int().positive().optional(),
  /** Absent: nobody vouches for it; what the first download gives is shown and kept. */
  sha256: Sha256.optional(),
}));
export type LocalModelFile = z.infer<typeof LocalModelFile>;

/** A model that can be had. */
export const LocalModelEntry = strictObject(() => ({
  id: LocalModelId,
  name: z.string().min(1).max(200),
  kind: LocalModelKind,
  licence: z.string().max(200),
  about: z.string().max(500),
  files: z.array(LocalModelFile).min(1).max(20),
}));
export type LocalModelEntry = z.infer<typeof LocalModelEntry>;

/**
 * `absent`: nothing of it is here; `waiting`: for another download; `checking`: its bytes are here and compared with the hash;
 * `refused`: the hash is another one, what came is kept apart.
 */
export const LocalModelState = z.enum([
  'absent',
  'waiting',
  'downloading',
  'paused',
  'checking',
  'ready',
  'failed',
  'refused',
]);
export type LocalModelState = z.infer<typeof LocalModelState>;

export const LocalModel = LocalModelEntry.extend({
  /** Somebody added it by its address. */
  isOwn: z.boolean(),
  state: LocalModelState,
  /** Bytes that are here. */
  received: z.int().min(0),
  /** Bytes of all files together, as far as it is known. */
  size: z.int().positive().optional(),
  /** Of what `failed` and `refused` say why; `refused` has `expected` and `found` in its details. */
  failure: Failure.optional(),
  /** Where its files lie, once there are any. */
  folder: z.string().optional(),
  /** What was found of each file that is here whole. */
  found: z.array(z.strictObject({ name: FileName, sha256: Sha256, bytes: z.int() })),
  /** What uses it, in words. */
  usedBy: z.array(z.string()),
  /** Nothing uses it but Heron, which runs it and can let it go. */
  canLetGo: z.literal(true).optional(),
});
export type LocalModel = z.infer<typeof LocalModel>;

export const LocalModels = strictObject(() => ({
  models: z.array(LocalModel),
  folder: z.string(),
  /** Bytes that are free on its disk. */
  free: z.int().min(0),
}));
export type LocalModels = z.infer<typeof LocalModels>;

const Named = { modelId: LocalModelId, name: z.string() };

/** Somebody named a model by its address; nothing of it is here yet. */
export const downloadAdded = defineEvent('download.added', () => z.strictObject({ ...Named, address: Address }));
export const downloadStarted = defineEvent('download.started', () => z.strictObject({ ...Named, received: z.int() }));
export const downloadProgressed = defineEvent(
  'download.progressed',
  () =>
    z.strictObject({
      modelId: LocalModelId,
      state: LocalModelState,
      received: z.int(),
      size: z.int().positive().optional(),
      /** Of the last seconds. */
      bytesPerSecond: z.int().min(0),
    }),
  { ephemeral: true },
);
export const downloadPaused = defineEvent('download.paused', () => z.strictObject({ ...Named, received: z.int() }));
export const downloadCompleted = defineEvent('download.completed', () =>
  z.strictObject({
    ...Named,
    files: z.array(z.strictObject({ name: FileName, sha256: Sha256, bytes: z.int() })),
    /** It plans from now on, because no model was set up. */
    plans: z.literal(true).optional(),
  }),
);
export const downloadFailed = defineEvent('download.failed', () => z.strictObject({ ...Named, error: Failure }));
/** Of a model that was there, or in part: its files are gone. */
export const downloadRemoved = defineEvent('download.removed', () => z.strictObject(Named));

const One = strictObject(() => ({ modelId: LocalModelId }));
const Nothing = strictObject(() => ({}));

/** Of a model by its address; its id and the name of its file are taken from there. */
export const OwnModel = strictObject(() => ({
  address: Address,
  sha256: Sha256.optional(),
  /** Of a model of several files: where the others are. */
  others: z.array(Address).max(19).optional(),
  kind: LocalModelKind,
  name: z.string().min(1).max(200).optional(),
  licence: z.string().max(200).optional(),
}));
export type OwnModel = z.infer<typeof OwnModel>;

export const localModels = {
  list: oc
    .route({
      method: 'GET',
      path: '/local-models',
      summary: 'Models for this machine, those that are here and those that can be had',
    })
    .input(Nothing)
    .output(LocalModels),
  /** Errors: `already-exists`, `invalid-input` for an address that names no file. */
  add: oc
    .route({ method: 'POST', path: '/local-models', summary: 'Add a model by its address' })
    .input(OwnModel)
    .output(LocalModel),
  /** Begins, or begins again after a failure. Errors: `not-found`, `conflict` when it is here already, `storage` without room. */
  download: oc
    .route({ method: 'POST', path: '/local-models/{modelId}/download', summary: 'Download a model' })
    .input(One)
    .output(LocalModel),
  /** What came stays. Errors: `not-found`, `conflict` when it is not on its way. */
  pause: oc
    .route({ method: 'POST', path: '/local-models/{modelId}/pause', summary: 'Pause a download' })
    .input(One)
    .output(LocalModel),
  /** Errors: `not-found`, `conflict` when it is not paused and has not failed. */
  resume: oc
    .route({ method: 'POST', path: '/local-models/{modelId}/resume', summary: 'Go on with a download' })
    .input(One)
    .output(LocalModel),
  /** It plans from now on, run by Heron itself. Errors: `not-found`, `conflict` when it is not here, is not for the chat, or the environment decides. */
  use: oc
    .route({ method: 'POST', path: '/local-models/{modelId}/use', summary: 'Plan with a model that was downloaded' })
    .input(One)
    .output(LocalModel),
  /**
   * Its files, and what came of them; one of your own is forgotten. `letGo`: Heron runs it no more, and no alias or rule names it.
   * Errors: `not-found`, `conflict` while something else uses it, or Heron without `letGo`.
   */
  remove: oc
    .route({ method: 'DELETE', path: '/local-models/{modelId}', summary: 'Remove a model, or cancel its download' })
    .input(strictObject(() => ({ modelId: LocalModelId, letGo: z.boolean().default(false) })))
    .output(Nothing),
};
