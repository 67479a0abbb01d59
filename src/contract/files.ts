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

export const files = {
  /**
   * Paths that begin like this, in folders that workers were let into or worked in lately, without what no worker may ever
   * read. Nothing typed gives those folders.
   */
  complete: oc
    .route({ method: 'GET', path: '/files/complete', summary: 'Paths that begin like this' })
    .input(strictObject(() => ({ path: z.string().max(4096) })))
    .output(z.array(NamedPath)),
};
