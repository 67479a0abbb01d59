import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere } from '../../base/read-if-there.ts';

/** Where a release says that its successors will be, and the key (Ed25519, PEM) they will be signed with. */
export const ReleasePlace = z.strictObject({
  url: z.url({ protocol: /^https$/ }),
  publicKey: z.string().startsWith('-----BEGIN PUBLIC KEY-----'),
});
export type ReleasePlace = z.infer<typeof ReleasePlace>;

/** undefined where this Heron was not released with one: a checkout, a package somebody built. */
export function readReleasePlace(appFolder: string): ReleasePlace | undefined {
  const text = readIfThere(join(appFolder, 'resources', 'release.json'));
  return text === undefined ? undefined : ReleasePlace.parse(JSON.parse(text));
}
