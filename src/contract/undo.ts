import { z } from 'zod';
import { TaskId } from './ids.ts';
import { Risk } from './manifest.ts';
import { strictObject } from './strict-object.ts';
import { TaskPath } from './task-path.ts';

/** What a run did to one file. `before` and `after` say whether content exists; text diffs are unified diffs. */
export const FileChange = strictObject(() => ({
  path: z.string(),
  kind: z.enum(['created', 'replaced', 'moved', 'deleted', 'folder-created']),
  movedTo: z.string().optional(),
  taskId: TaskPath,
  bytesBefore: z.int().optional(),
  bytesAfter: z.int().optional(),
  diff: z.string().optional(),
  undone: z.boolean(),
}));
export type FileChange = z.infer<typeof FileChange>;

export const UndoReport = strictObject(() => ({
  restored: z.array(z.string()),
  /** Left as they are, because something changed them after the run. */
  conflicts: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
  /** Tasks whose effect was taken back by the action the plan names for that. */
  compensated: z.array(TaskPath).optional(),
  /** Tasks for which that failed: their effect is still there. */
  uncompensated: z.array(z.strictObject({ taskId: TaskPath, action: z.string(), reason: z.string() })).optional(),
}));
export type UndoReport = z.infer<typeof UndoReport>;

/** A path that undoing would put back, and what happened to it. */
export const UndonePath = FileChange.pick({ path: true, kind: true, movedTo: true });
export type UndonePath = z.infer<typeof UndonePath>;

/** A task whose effect nothing can take back. */
export const LastingTask = strictObject(() => ({
  taskId: TaskId,
  title: z.string(),
  risk: Risk,
  isPastUndo: z.literal(true).optional(),
}));
export type LastingTask = z.infer<typeof LastingTask>;

/** What undoing a run would do, as things stand now. */
export const UndoPreview = strictObject(() => ({
  restorable: z.array(UndonePath),
  /** Would be left as they are. */
  conflicts: UndoReport.shape.conflicts,
  /** What would be called to take effects back, the last effect first. */
  compensations: z.array(z.strictObject({ taskId: TaskPath, action: z.string(), title: z.string() })).optional(),
  /** Background processes that would be stopped, by name. */
  processes: z.array(z.string()).optional(),
  /** What the run did that cannot be undone. */
  lasting: z.array(LastingTask),
}));
export type UndoPreview = z.infer<typeof UndoPreview>;
