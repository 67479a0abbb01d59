import type { FileHandle } from 'node:fs/promises';

/** A file that may be read, by its real path; it is closed by who opened it. */
export type OpenFile = { path: string; file: FileHandle };
