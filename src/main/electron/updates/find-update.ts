import { gt } from 'semver';
import { HeronError } from '../../base/errors.ts';
import { listName, readReleaseList, signatureName, type UpdateFile } from './release-list.ts';
import type { ReleasePlace } from './release-place.ts';

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
  const list = await read(parts, listName);
  const release = readReleaseList(place, list, await read(parts, signatureName));
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
