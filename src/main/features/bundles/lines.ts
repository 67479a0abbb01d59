import { z } from 'zod';
import { bundleFormat, Redaction } from '../../../contract/bundles.ts';
import { ActionRef, RunId, WorkerId } from '../../../contract/ids.ts';
import { ActionManifest } from '../../../contract/manifest.ts';
import { TaskPath } from '../../../contract/task-path.ts';
import { FileChange } from '../../../contract/undo.ts';
import { strictObject } from '../../../contract/strict-object.ts';

/** The first line. */
export const Header = strictObject(() => ({
  format: z.literal(bundleFormat),
  heron: z.string().max(100),
  madeAt: z.int().min(0),
  redaction: Redaction,
  withFiles: z.boolean(),
  /** What the run is called where it was made; its events name it so. */
  run: RunId,
  /** Those of the plan, as they were when the bundle was made. */
  workers: z.array(z.strictObject({ id: WorkerId, version: z.string().max(100) })).max(10_000),
}));
export type Header = z.infer<typeof Header>;

export const KeptAction = strictObject(() => ({
  ref: ActionRef,
  workerId: WorkerId,
  workerName: z.string().max(300),
  action: ActionManifest,
  timeoutMs: z.int().positive(),
}));
export type KeptAction = z.infer<typeof KeptAction>;

/** An event without what only its own log knows: its id, its place, its conversation, its trace. */
export const BundleEvent = strictObject(() => ({
  at: z.int().min(0),
  type: z.string().regex(/^(run|task|permission)\.[a-zA-Z]+$/, 'expected an event of a run'),
  taskId: TaskPath.optional(),
  workerId: WorkerId.optional(),
  payload: z.record(z.string(), z.unknown()),
}));
export type BundleEvent = z.infer<typeof BundleEvent>;

/** So far, and so it was: where a file was changed can be told to within so many lines. */
const Mark = strictObject(() => ({ lines: z.int(), sha256: z.string() }));

/** A line after the first is one of these. They come in this order; marks stand in between. */
export const lineKinds = ['action', 'event', 'linked', 'change', 'end'] as const;
export type LineKind = (typeof lineKinds)[number];

/** What a line is, by its only field. */
export const lineOf = {
  action: strictObject(() => ({ action: KeptAction })),
  event: strictObject(() => ({ event: BundleEvent })),
  /** What the run reads of a list that stands in the run it was forked from. */
  linked: strictObject(() => ({ linked: BundleEvent.extend({ run: RunId }) })),
  change: strictObject(() => ({ change: FileChange })),
  mark: strictObject(() => ({ mark: Mark })),
  end: strictObject(() => ({ end: Mark })),
};
export type Line = z.infer<(typeof lineOf)[keyof typeof lineOf]>;

/** A mark stands after so many lines. */
export const linesBetweenMarks = 1000;
