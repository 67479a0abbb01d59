import { join } from 'node:path';

export const output = 'dist';
/** Packages are made here; only whole ones leave it. */
export const unfinished = join(output, 'unfinished');
