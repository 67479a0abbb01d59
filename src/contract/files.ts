import { oc } from '@orpc/contract';
import { strictObject } from './strict-object.ts';
import { z } from 'zod';

/** A name on the disk, for who types a path. */
export const NamedPath = strictObject(() => ({
  /** As it was begun: what began with `~` does so still. */
  path: z.string(),
  isFolder: z.boolean(),
}));
export type NamedPath = z.infer<typeof NamedPath>;

/** A folder, as somebody sees it who chooses one. */
export const FolderView = strictObject(() => ({
  path: z.string(),
  /** Absent at the root of a disk. */
  parent: z.string().optional(),
  /** Without hidden ones, and without what no worker may ever read. */
  folders: z.array(z.strictObject({ name: z.string(), path: z.string() })),
}));
export type FolderView = z.infer<typeof FolderView>;

export const files = {
  /** Whether the program has the system's own window to choose a folder in. */
  chooser: oc
    .route({ method: 'GET', path: '/files/chooser', summary: 'Whether folders are chosen in a window of the system' })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({ isThere: z.boolean() }))),
  /** Absent: nothing was chosen. Errors: `unsupported` where there is no such window. */
  choose: oc
    .route({ method: 'POST', path: '/files/choose', summary: 'Choose a folder in a window of the system' })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({ path: z.string().optional() }))),
  /**
   * The folders in a folder, the home if none is named, for a person who chooses one. It stands in the audit log. Errors:
   * `not-found`, `permission-denied` for what no worker may ever read.
   */
  look: oc
    .route({ method: 'GET', path: '/files/look', summary: 'The folders in a folder, to choose one' })
    .input(strictObject(() => ({ path: z.string().max(4096).optional() })))
    .output(FolderView),
  /**
   * Paths that begin like this, in folders that workers were let into or worked in lately, without what no worker may ever
   * read. Nothing typed gives those folders.
   */
  complete: oc
    .route({ method: 'GET', path: '/files/complete', summary: 'Paths that begin like this' })
    .input(strictObject(() => ({ path: z.string().max(4096) })))
    .output(z.array(NamedPath)),
};
