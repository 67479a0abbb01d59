import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { LocalModelFile } from '../../../contract/local-models.ts';
import { isTransient } from '../../../contract/errors.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import { fetchFile, type FetchParts } from './fetch-file.ts';
import { type ModelFolders, type ModelRecord, sizeOf } from './model-folder.ts';

export type FetchModelParts = FetchParts & {
  folders: ModelFolders;
  /** Waits before a connection that broke is tried again; rejects when the signal aborts. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
};

export type Progress = { onBytes: () => void; onChecking: () => void };

/** So often in a row a connection may fail before anything comes. */
const mostFailures = 5;
const firstPauseMs = 1000;

/**
 * Brings the files of a model that are not here yet, one after the other; each is in its place only when it is whole and has the
 * hash it should have. Errors: those of `fetchFile`; `invalid-input` with `expected` and `found` for another hash, then what
 * came lies beside it, as `.refused`.
 */
export async function fetchModel(
  parts: FetchModelParts,
  record: ModelRecord,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { folders } = parts;
  const { id, files } = record.entry;
  for (const file of files) {
    if (record.found.some(({ name }) => name === file.name) && existsSync(folders.file(id, file.name))) continue;
    await fetchPatiently(parts, record, file, { ...progress, signal });
    progress.onChecking();
    const part = folders.part(id, file.name);
    const sha256 = await hashOf(part, signal);
    if (file.sha256 !== undefined && sha256 !== file.sha256) {
      await rename(part, folders.refused(id, file.name));
      delete record.versions[file.name];
      throw new HeronError(
        'invalid-input',
        `${file.name} is not the file it should be: its SHA-256 is ${sha256}, expected was ${file.sha256}. It is kept apart and not used`,
        { file: file.name, expected: file.sha256, found: sha256 },
      );
    }
    await rename(part, folders.file(id, file.name));
    record.found = [
      ...record.found.filter(({ name }) => name !== file.name),
      { name: file.name, sha256, bytes: sizeOf(folders.file(id, file.name)) ?? 0 },
    ];
    folders.write(record);
  }
}

async function fetchPatiently(
  parts: FetchModelParts,
  record: ModelRecord,
  file: LocalModelFile,
  { onBytes, signal }: Progress & { signal: AbortSignal },
): Promise<void> {
  const { folders } = parts;
  const part = folders.part(record.entry.id, file.name);
  for (let failures = 0; ; failures += 1) {
    const before = sizeOf(part) ?? 0;
    try {
      return await fetchFile(parts, {
        ...{ address: file.address, part, bytes: file.bytes, isHashed: file.sha256 !== undefined, signal },
        version: record.versions[file.name],
        onAnswer({ version, size }) {
          record.versions = { ...record.versions };
          if (version === undefined) delete record.versions[file.name];
          else record.versions[file.name] = version;
          if (size !== undefined) record.sizes = { ...record.sizes, [file.name]: size };
          folders.write(record);
        },
        onBytes,
      });
    } catch (error) {
      signal.throwIfAborted();
      if ((sizeOf(part) ?? 0) > before) failures = 0;
      if (!isTransient(toFailure(error)) || failures + 1 >= mostFailures) throw error;
      await parts.pause(firstPauseMs * 2 ** failures, signal);
    }
  }
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal, highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}
