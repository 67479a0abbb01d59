import { createPublicKey, verify } from 'node:crypto';
import { strictObject } from '../../../contract/strict-object.ts';
import { gt, valid } from 'semver';
import { z } from 'zod';
import { HeronError } from '../../base/errors.ts';
import type { ReleasePlace } from './release-place.ts';

const UpdateFile = strictObject(() => ({
  /** Beside the list, and nowhere else. */
  name: z.string().regex(/^[A-Za-z0-9][\w.-]{0,127}$/),
  bytes: z.int().min(1).max(2_000_000_000),
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
}));
export type UpdateFile = z.infer<typeof UpdateFile>;

const Release = z.object({
  version: z.string().refine((text) => valid(text) !== null, 'expected a version'),
  /** By system and processor: `linux-x64`. */
  files: z.record(z.string(), UpdateFile),
});

export type Update = { version: string; file: UpdateFile; address: string };

export type Fetch = (address: string, options: { signal: AbortSignal }) => Promise<Response>;

const limitMs = 30_000;
const mostBytes = 64 * 1024;

/**
 * The newer Heron that the release's place names, if there is one for this machine. An older one is never offered, so
 * that nobody can lead back to a hole that was closed. Errors: `network`, `permission-denied` when the list is not signed by the release's key.
 */
export async function findUpdate(parts: {
  place: ReleasePlace;
  current: string;
  target: string;
  fetch: Fetch;
}): Promise<Update | undefined> {
  const { place, current, target } = parts;
  const list = await read(parts, 'release.json');
  const signature = await read(parts, 'release.json.sig');
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
  const release = Release.parse(JSON.parse(list.toString()));
  const file = release.files[target];
  if (!file || !gt(release.version, current)) return undefined;
  return { version: release.version, file, address: addressOf(place, file.name) };
}

async function read({ place, fetch }: { place: ReleasePlace; fetch: Fetch }, name: string): Promise<Buffer> {
  const address = addressOf(place, name);
  const response = await fetch(address, { signal: AbortSignal.timeout(limitMs) }).catch((cause: unknown) => {
    throw new HeronError('network', `${address} does not answer`, { address }, { cause });
  });
  if (!response.ok) throw new HeronError('network', `${address} answered ${response.status}`, { address });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (bytes.length > mostBytes) throw new HeronError('network', `${address} is far too long for a list`, { address });
  return bytes;
}

function addressOf({ url }: ReleasePlace, name: string): string {
  return new URL(name, url.endsWith('/') ? url : `${url}/`).href;
}
