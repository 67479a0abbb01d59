import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../../contract/errors.ts';
import { LocalModelEntry, LocalModelId, Sha256 } from '../../../contract/local-models.ts';
import { makeFolder } from '../../base/make-folder.ts';
import { replaceFile } from '../../base/replace-file.ts';

/** What is known of one model that is here, or on its way. It lies beside the files, so that it goes where they go. */
const ModelRecord = z.strictObject({
  entry: LocalModelEntry,
  isOwn: z.boolean(),
  /** What somebody wants of it: `get` goes on after a restart. */
  wanted: z.enum(['nothing', 'get', 'pause', 'ready', 'failed', 'refused']),
  failure: Failure.optional(),
  /** What the server calls the version of each file that came in part. */
  versions: z.record(z.string(), z.string()),
  /** Bytes of each file, once its server has said. */
  sizes: z.record(z.string(), z.int()),
  found: z.array(z.strictObject({ name: z.string(), sha256: Sha256, bytes: z.int() })),
});
export type ModelRecord = z.infer<typeof ModelRecord>;

export type ModelFolders = {
  root: string;
  place(id: string): string;
  file(id: string, name: string): string;
  /** Of a file that is on its way. */
  part(id: string, name: string): string;
  /** Of a file that is not what was expected. */
  refused(id: string, name: string): string;
  records(): ModelRecord[];
  read(id: string): ModelRecord | undefined;
  write(record: ModelRecord): void;
  /** Bytes that are here of all files together, whole or in part. */
  received(record: ModelRecord): number;
  remove(id: string): Promise<void>;
};

const recordName = 'model.json';

export function modelFolders(root: string): ModelFolders {
  const place = (id: string): string => join(root, id);
  const file = (id: string, name: string): string => join(root, id, name);
  const part = (id: string, name: string): string => `${file(id, name)}.part`;

  function read(id: string): ModelRecord | undefined {
    const path = join(place(id), recordName);
    if (!existsSync(path)) return undefined;
    // What somebody else wrote there is none of ours: its files are left alone.
    const record = ModelRecord.safeParse(parsed(readFileSync(path, 'utf8')));
    return record.success && record.data.entry.id === id ? record.data : undefined;
  }

  return {
    ...{ root, place, file, part, read },
    refused: (id, name) => `${file(id, name)}.refused`,
    records() {
      if (!existsSync(root)) return [];
      const ids = readdirSync(root).filter((name) => LocalModelId.safeParse(name).success);
      return ids.flatMap((id) => read(id) ?? []);
    },
    write(record) {
      makeFolder(place(record.entry.id));
      replaceFile(join(place(record.entry.id), recordName), `${JSON.stringify(record, null, 2)}\n`);
    },
    received({ entry: { id, files } }) {
      return files.reduce((sum, { name }) => sum + (sizeOf(file(id, name)) ?? sizeOf(part(id, name)) ?? 0), 0);
    },
    // The record goes first: what is left of an interrupted removal is no model.
    async remove(id) {
      rmSync(join(place(id), recordName), { force: true });
      await rm(place(id), { recursive: true, force: true });
    },
  };
}

/** undefined: there is none. */
export function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
