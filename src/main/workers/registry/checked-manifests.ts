import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../../contract/manifest.ts';

/** Manifests that the build has checked, by what their files held. */
export type CheckedManifests = { version: string; byText: Record<string, Manifest> };

/** In the folder of the bundled workers, written by the build along with the code that reads it. */
export const checkedFile = 'checked.json';

/** What a start need not check once more; nothing where there is no such file, or it is for another Heron. */
export async function readChecked(folder: string, hostVersion: string): Promise<CheckedManifests['byText']> {
  const text = await readFile(join(folder, checkedFile), 'utf8').catch(() => undefined);
  if (text === undefined) return {};
  const { version, byText } = JSON.parse(text) as CheckedManifests;
  return version === hostVersion ? byText : {};
}

/** A file that was changed after the build has another one. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
