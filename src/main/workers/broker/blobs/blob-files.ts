import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../../../base/errors.ts';

/** The bytes of blobs on the disk: each content once, under its hash; what is not finished lies apart. */
export type BlobFiles = ReturnType<typeof blobFiles>;

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;

export function blobFiles(root: string) {
  const unfinished = join(root, 'unfinished');
  const content = join(root, 'content');
  const shardOf = (sha256: string): string => join(content, sha256.slice(0, 2));
  const placeOf = (sha256: string): string => join(shardOf(sha256), sha256);

  return {
    async begin(): Promise<{ path: string; file: FileHandle }> {
      await mkdir(unfinished, { recursive: true, mode: 0o700 });
      const path = join(unfinished, randomUUID());
      try {
        return { path, file: await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600) };
      } catch (error) {
        throw fileError(error, path);
      }
    },
    /** Gives finished bytes, synced already, their name for good; safe against a power cut when it returns. */
    async keep(path: string, sha256: string, bytes: number): Promise<void> {
      const place = placeOf(sha256);
      const there = await stat(place).catch(() => undefined);
      if (there?.size === bytes) return rm(path, { force: true });
      const shard = shardOf(sha256);
      await mkdir(shard, { recursive: true, mode: 0o700 });
      await rename(path, place);
      for (const folder of [shard, content]) await syncFolder(folder);
    },
    async open(sha256: string): Promise<FileHandle> {
      const place = placeOf(sha256);
      try {
        return await open(place, O_RDONLY | O_NOFOLLOW);
      } catch (error) {
        throw fileError(error, place);
      }
    },
    drop: (path: string): Promise<void> => rm(path, { force: true }),
    remove: (sha256: string): Promise<void> => rm(placeOf(sha256), { force: true }),
    /** What a killed engine left half-written. */
    dropUnfinished: (): Promise<void> => rm(unfinished, { recursive: true, force: true }),
    /** The hashes of all that is kept. */
    async kept(): Promise<string[]> {
      const shards = await readdir(content).catch(() => []);
      const names = await Promise.all(shards.map((shard) => readdir(join(content, shard)).catch(() => [])));
      return names.flat();
    },
  };
}

/** Without it a power cut may take a new name back. Not every disk and system can do it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
