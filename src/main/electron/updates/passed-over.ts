import { join } from 'node:path';
import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import { readIfThere } from '../../base/read-if-there.ts';
import { replaceFile } from '../../base/replace-file.ts';

/** Why a version is not offered again: the person left it out, or went back from it because it did not come up. */
export type Reason = 'declined' | 'failed';

const PassedOver = strictObject(() => ({ versions: z.record(z.string(), z.enum(['declined', 'failed'])) }));

export const passedOverFile = 'passed-over.json';

/** By version, those that are not offered here. A list that cannot be read must not keep anybody from a newer Heron. */
export function readPassedOver(folder: string): Partial<Record<string, Reason>> {
  try {
    return PassedOver.parse(JSON.parse(readIfThere(join(folder, passedOverFile)) ?? 'null')).versions;
  } catch {
    return {};
  }
}

/** Errors: those of files. */
export function passOver(folder: string, version: string, why: Reason): void {
  const versions = { ...readPassedOver(folder), [version]: why };
  replaceFile(join(folder, passedOverFile), JSON.stringify({ versions }));
}
