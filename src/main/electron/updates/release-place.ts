import { join } from 'node:path';
import { strictObject } from '../../../contract/strict-object.ts';
import { z } from 'zod';
import { HeronError } from '../../base/errors.ts';
import { readIfThere } from '../../base/read-if-there.ts';

/** Where a release says that its successors will be, and the key (Ed25519, PEM) they will be signed with. */
const ReleasePlace = strictObject(() => ({
  url: z.url({ protocol: /^https$/ }),
  publicKey: z.string().startsWith('-----BEGIN PUBLIC KEY-----'),
}));
export type ReleasePlace = z.infer<typeof ReleasePlace>;

/** Errors: `storage`, naming the file and the field. */
export function parseReleasePlace(text: string, file: string): ReleasePlace {
  try {
    return ReleasePlace.parse(JSON.parse(text));
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const what = issue ? `${issue.path.join('.')}: ${issue.message}` : 'it is not JSON';
    throw new HeronError('storage', `${file} makes no sense (${what})`, { file }, { cause: error });
  }
}

/** undefined where this Heron was not released with one: a checkout, a package somebody built. Errors: `storage`. */
export function readReleasePlace(appFolder: string): ReleasePlace | undefined {
  const file = join(appFolder, 'resources', 'release.json');
  const text = readIfThere(file);
  return text === undefined ? undefined : parseReleasePlace(text, file);
}
