import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, opendir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../base/errors.ts';
import { inRoom } from './confinement.ts';
import { mostFileBytes, mostFiles } from './languages.ts';

/** A file that the code is given. */
export type GivenFile = { name: string; chunks: AsyncIterable<Uint8Array> };

/** Where code works, as the engine reaches it; what was given to it by name, with its sum. */
export type Workspace = {
  path: string;
  given: Map<string, string>;
  isFull: () => Promise<boolean>;
  close: () => Promise<void>;
};

/** On the disk: it is looked through every now and then, and may be over its limit between two looks. */
export async function diskWorkspace(path: string): Promise<Workspace> {
  await mkdir(path, { mode: 0o700 });
  return { path, given: new Map(), isFull: () => isOverfull(path), close: async () => undefined };
}

const lookAgainMs = 2;

/**
 * In the memory of a room, whose size the kernel keeps. The engine holds it open, so that it outlives the room: what
 * lies there can be read when nobody is left in it, and is gone when it is closed. Throws when the signal is aborted.
 */
export async function roomWorkspace(pid: number, mainFile: string, signal: AbortSignal): Promise<Workspace> {
  const { ino } = await stat(mainFile);
  const root = `/proc/${pid}/root`;
  const name = join(root, inRoom.program, mainFile.slice(mainFile.lastIndexOf('/') + 1));
  // Until the walls stand, the root is that of the machine.
  while ((await stat(name).catch(() => undefined))?.ino !== ino) await sleep(lookAgainMs, undefined, { signal });
  const folder = await open(join(root, inRoom.workspace), constants.O_RDONLY | constants.O_DIRECTORY);
  const path = `/proc/self/fd/${folder.fd}`;
  return {
    path,
    given: new Map(),
    // Bytes are the kernel's to count; a file takes memory even if it is empty.
    async isFull() {
      const { files, ffree } = await statfs(path);
      return files - ffree > mostFiles;
    },
    close: () => folder.close(),
  };
}

/** Copies what the code is given into its workspace. */
export async function give({ path, given }: Workspace, { name, chunks }: GivenFile): Promise<void> {
  const file = await open(join(path, name), 'wx', 0o600);
  const hash = createHash('sha256');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await writeAll(file, chunk);
    }
    given.set(name, hash.digest('hex'));
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength;) at += (await file.write(chunk, at)).bytesWritten;
}

async function isOverfull(path: string): Promise<boolean> {
  let files = 0;
  let bytes = 0;
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for await (const entry of await opendir(folder)) {
        files += 1;
        const own = join(folder, entry.name);
        if (entry.isDirectory()) folders.push(own);
        else bytes += (await lstat(own)).size;
        if (files > mostFiles || bytes > mostFileBytes) return true;
      }
    } catch (error) {
      // What nobody may look into could hold anything; what is gone holds nothing.
      if (systemCode(error) !== 'ENOENT') return true;
    }
  }
  return false;
}
