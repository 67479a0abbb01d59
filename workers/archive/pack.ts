import type { WorkerContext } from 'heron/worker-kit';
import type { SourceEntry } from './source-tree.ts';

/** Gives the archive's bytes while it reads the entries; tells how many bytes of them it has read so far. */
export type Pack = (
  entries: SourceEntry[],
  context: WorkerContext,
  onRead: (bytes: number) => void,
  /** Locks the files, where the format can. */
  password?: string,
) => AsyncIterable<Uint8Array>;
