import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that the code wrote, or changed; `name` is relative to its workspace, with `/` between parts. */
export type Artifact = { name: string; bytes: number; sha256: string };
export type LeftOut = { name: string; why: string };
export type Artifacts = { artifacts: Artifact[]; leftOut: LeftOut[] };

const mostArtifacts = 200;
const mostLeftOut = 20;
const mostDepth = 8;
const longestName = 255;
const chunkBytes = 256 * 1024;

/** Windows has neither flag. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * The regular files in a workspace that nobody works in any more, sorted by name. Links, pipes and names that could
 * deceive are left out and told.
 */
export async function listArtifacts(workspace: string, given: ReadonlyMap<string, string>): Promise<Artifacts> {
  const found: Artifacts = { artifacts: [], leftOut: [] };
  await addFolder(workspace, '', 0, { found, given });
  return found;
}

type Search = { found: Artifacts; given: ReadonlyMap<string, string> };

async function addFolder(folder: string, prefix: string, depth: number, search: Search): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return leaveOut(search.found, prefix, 'it may not be read');
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = prefix + entry.name;
    const path = join(folder, entry.name);
    if (/[\p{C}\p{Zl}\p{Zp}\\\uFFFD]/u.test(entry.name) || name.length > longestName) {
      leaveOut(search.found, shown(name), 'its name could deceive');
    } else if (entry.isDirectory()) {
      if (depth < mostDepth) await addFolder(path, `${name}/`, depth + 1, search);
      else leaveOut(search.found, name, 'it lies too deep');
    } else if (!entry.isFile()) leaveOut(search.found, name, entry.isSymbolicLink() ? 'it is a link' : 'it is no file');
    else if (search.found.artifacts.length >= mostArtifacts) leaveOut(search.found, name, 'there are too many');
    else await addFile(path, name, search);
  }
}

async function addFile(path: string, name: string, { found, given }: Search): Promise<void> {
  try {
    const file = await openArtifact(path);
    try {
      const artifact = { name, ...(await measure(file)) };
      // What it was given and left as it was is nothing of its own.
      if (given.get(name) !== artifact.sha256) found.artifacts.push(artifact);
    } finally {
      await file.close();
    }
  } catch {
    leaveOut(found, name, 'it may not be read');
  }
}

function leaveOut({ leftOut }: Artifacts, name: string, why: string): void {
  if (leftOut.length < mostLeftOut) leftOut.push({ name, why });
}

function shown(name: string): string {
  const plain = name.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}\\]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return plain.length > longestName ? `${plain.slice(0, longestName)}…` : plain;
}

/** A link in the last place is not followed, a pipe not waited for. */
export async function openArtifact(path: string): Promise<FileHandle> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Error(`${path} is no file`);
}

async function measure(file: FileHandle): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(chunkBytes);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, bytes);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    hash.update(buffer.subarray(0, bytesRead));
    bytes += bytesRead;
  }
}

/** At most 256 KiB from `start` on; `done` comes with the last bytes or alone. */
export async function readPiece(path: string, start: number): Promise<{ bytes: Uint8Array; done: boolean }> {
  const file = await openArtifact(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, start);
    return { bytes: buffer.subarray(0, bytesRead), done: bytesRead < chunkBytes };
  } finally {
    await file.close();
  }
}
