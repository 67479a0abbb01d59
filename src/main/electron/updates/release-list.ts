import { createPublicKey, verify } from 'node:crypto';
import { valid } from 'semver';
import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import { HeronError } from '../../base/errors.ts';
import type { ReleasePlace } from './release-place.ts';

/** The list of a release, and beside it its signature (Ed25519 over the bytes of the list, base64). */
export const listName = 'release.json';
export const signatureName = `${listName}.sig`;

const UpdateFile = strictObject(() => ({
  /** Beside the list, and nowhere else. */
  name: z.string().regex(/^[A-Za-z0-9][\w.-]{0,127}$/),
  bytes: z.int().min(1).max(2_000_000_000),
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
}));
export type UpdateFile = z.infer<typeof UpdateFile>;

const ReleaseList = z.object({
  version: z.string().refine((text) => valid(text) !== null, 'expected a version'),
  /** By what is installed: `linux-x64` is the AppImage, `linux-x64-deb` the package of that form. */
  files: z.record(z.string(), UpdateFile),
});
export type ReleaseList = z.infer<typeof ReleaseList>;

/** Errors: `permission-denied` when the list is not signed by the release's key. */
export function readReleaseList(place: ReleasePlace, list: Buffer, signature: Buffer): ReleaseList {
  const key = createPublicKey(place.publicKey);
  if (
    key.asymmetricKeyType !== 'ed25519' ||
    !verify(undefined, list, key, Buffer.from(signature.toString(), 'base64'))
  ) {
    throw new HeronError(
      'permission-denied',
      `The list of releases at ${place.url} is not signed by whom this Heron came from`,
    );
  }
  return ReleaseList.parse(JSON.parse(list.toString()));
}
