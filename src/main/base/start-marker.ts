import { z } from 'zod';
import { strictObject } from '../../contract/strict-object.ts';
import { readIfThere } from './read-if-there.ts';
import { replaceFile } from './replace-file.ts';

const Marker = strictObject(() => ({ version: z.string(), failed: z.int().min(0) }));

/** After so many starts in a row that did not come to their end, going back is offered. */
export const mostFailedStarts = 2;

/** A start that has begun. */
export type Start = {
  /** How many of this version's starts right before it did not come to their end. */
  failedBefore: number;
  /** It is up. */
  done(): void;
  /** It was none: another process has the data folder. */
  forget(): void;
};

export function beginStart(file: string, version: string): Start {
  const before = readMarker(file);
  const failedBefore = before?.version === version ? before.failed : 0;
  const note = (failed: number): void => replaceFile(file, JSON.stringify({ version, failed }), true);
  note(failedBefore + 1);
  return { failedBefore, done: () => note(0), forget: () => note(failedBefore) };
}

/** A marker that cannot be read must not keep Heron from starting. */
function readMarker(file: string): z.infer<typeof Marker> | undefined {
  try {
    return Marker.safeParse(JSON.parse(readIfThere(file) ?? 'null')).data;
  } catch {
    return undefined;
  }
}
