import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why a version is not offered again: the person left it out, or went back from it because it did not come up. */
export type Reason = 'declined' | 'failed';

export const passedOverFile = 'passed-over.json';

/** By version, those that are not offered here. A list that cannot be read must not keep anybody from a newer Heron. */
export function readPassedOver(folder: string): Partial<Record<string, Reason>> {
  try {
    const { versions } = JSON.parse(readFileSync(join(folder, passedOverFile), 'utf8')) as { versions: unknown };
    return Object.fromEntries(Object.entries(versions ?? {}).filter(isReason));
  } catch {
    return {};
  }
}

/** Only node: is used here, because the program in the archive notes versions too. Errors: those of files. */
export function passOver(folder: string, version: string, why: Reason): void {
  const file = join(folder, passedOverFile);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.tmp`, JSON.stringify({ versions: { ...readPassedOver(folder), [version]: why } }), {
    mode: 0o600,
  });
  renameSync(`${file}.tmp`, file);
}

function isReason(entry: [version: string, why: unknown]): entry is [string, Reason] {
  return entry[1] === 'declined' || entry[1] === 'failed';
}
