import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileError, HeronError } from '../../../base/errors.ts';
import { isAbsent } from '../paths/canonical-path.ts';
import { type PinnedFolder, pinFolder } from '../paths/pinned-folder.ts';
import { hiddenName, lookAt } from './entry.ts';
import type { ChangeScope, JournalTools } from './journal-tools.ts';
import { placeFile } from './place-file.ts';
import { hashedUpToBytes } from './stamp.ts';

/** A file that nobody sees until it is committed. After `commit`, failed or not, and `abandon` it is over. */
export type UnfinishedFile = {
  append(bytes: Uint8Array): Promise<void>;
  /** Puts it in its place, with missing parents. Gives the paths the run made: folders first. */
  commit(): Promise<string[]>;
  abandon(): Promise<void>;
};

export type NewFile = {
  /** Canonical. */
  path: string;
  overwrite: boolean;
  /** POSIX permission bits; undefined keeps those of the file it replaces, or takes the system's default. */
  mode: number | undefined;
  /** Milliseconds since 1970; of a copy, when its original was changed. */
  modifiedAt?: number | undefined;
};

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
const defaultMode = 0o666;

/** Begins a file beside its place, or, if that folder is yet to be made, in the nearest folder above. */
export async function beginFile(tools: JournalTools, scope: ChangeScope, wanted: NewFile): Promise<UnfinishedFile> {
  const { path, overwrite } = wanted;
  const existing = await lookAt(path);
  if (existing?.isDirectory()) throw new HeronError('invalid-input', `${path} is a folder, not a file`, { path });
  if (existing && !overwrite) throw new HeronError('already-exists', `${path} exists already`, { path });
  const mode = wanted.mode ?? (existing && existing.mode & 0o777);
  const folder = await nearestFolder(dirname(path));
  const name = hiddenName('tmp');
  const temporary = join(folder.path, name);
  const { runId, taskId } = scope;
  const at = tools.clock();
  const seq = tools.rows.insert({ runId, taskId, kind: 'created', path, temporary, state: 'writing', at }, 'light');
  const abandon = async (): Promise<void> => {
    // Through the folder that is held: its path may lead elsewhere by now.
    await rm(folder.at(name), { force: true });
    await folder.release();
    tools.rows.remove(seq);
  };
  try {
    const file = await open(folder.at(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode ?? defaultMode);
    const writing: Writing = { file, size: 0, hash: createHash('sha256'), failed: false };
    return {
      append: (bytes) => append(writing, path, bytes),
      abandon: async () => {
        await file.close();
        await abandon();
      },
      commit: async () => {
        try {
          const facts = await finish(writing, wanted, mode);
          const source = folder.at(name);
          const finished = { scope, path, overwrite, temporary, source, ...facts };
          const made = await tools.inTurn(runId, () => placeFile(tools, finished));
          tools.rows.remove(seq);
          await folder.release();
          return made;
        } catch (error) {
          await file.close();
          await abandon();
          throw fileError(error, path);
        }
      },
    };
  } catch (error) {
    await abandon();
    throw fileError(error, path);
  }
}

type Writing = { file: FileHandle; size: number; hash: Hash | undefined; failed: boolean };

async function append(writing: Writing, path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writing.file.writeFile(bytes);
  } catch (error) {
    // A piece may be missing in the middle: nothing more may be made of it.
    writing.failed = true;
    throw fileError(error, path);
  }
  writing.size += bytes.byteLength;
  if (writing.size > hashedUpToBytes) writing.hash = undefined;
  writing.hash?.update(bytes);
}

async function finish(writing: Writing, { path, modifiedAt }: NewFile, mode: number | undefined) {
  if (writing.failed) throw new HeronError('storage', `${path} could not be written as a whole`, { path });
  const { file, hash } = writing;
  if (mode !== undefined) await file.chmod(mode);
  if (modifiedAt !== undefined) await file.utimes(new Date(), modifiedAt / 1000);
  await file.sync();
  const stats = await file.stat();
  await file.close();
  return { stats, sha256: hash?.digest('hex') };
}

async function nearestFolder(path: string): Promise<PinnedFolder> {
  try {
    return await pinFolder(path);
  } catch (error) {
    if (!isAbsent(error) || dirname(path) === path) throw fileError(error, path);
    return nearestFolder(dirname(path));
  }
}
