import { appendFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import { HeronError } from '../../../base/errors.ts';
import type { MakeId } from '../../../base/ids.ts';
import { makeFolder } from '../../../base/make-folder.ts';

/** Files that are being handed in, piece by piece. */
export type Uploads = ReturnType<typeof createUploads>;

const mostAtOnce = 4;
const keptMs = 3_600_000;

export function createUploads(parts: { folder: string; makeId: MakeId; clock: Clock; fileBytes: number }) {
  const touched = new Map<string, number>();
  const fileOf = (id: string): string => join(parts.folder, `handed-in-${id}`);

  function drop(id: string): void {
    touched.delete(id);
    rmSync(fileOf(id), { force: true });
  }

  function begin(): string {
    for (const [id, at] of touched) if (at < parts.clock() - keptMs) drop(id);
    if (touched.size >= mostAtOnce) {
      throw new HeronError('limit-exceeded', `${mostAtOnce} bundles are being handed in already; open those first`);
    }
    makeFolder(parts.folder);
    return parts.makeId('bnd');
  }

  function known(id: string): string {
    if (touched.has(id)) return fileOf(id);
    throw new HeronError('not-found', `No bundle ${id} is being handed in; it may have taken too long`);
  }

  return {
    /** Errors: `limit-exceeded` for a file that is too large; what was handed in of it is dropped. */
    add(id: string | undefined, bytes: Uint8Array): string {
      const own = id ?? begin();
      if (id !== undefined) known(id);
      const size = id === undefined ? 0 : (statSync(fileOf(own), { throwIfNoEntry: false })?.size ?? 0);
      if (size + bytes.length > parts.fileBytes) {
        drop(own);
        throw new HeronError('limit-exceeded', `A bundle has at most ${parts.fileBytes} bytes; nothing was kept`);
      }
      appendFileSync(fileOf(own), bytes, { mode: 0o600 });
      touched.set(own, parts.clock());
      return own;
    },
    /** Hands the file over, and forgets it whatever comes of it. */
    async use<Result>(id: string, use: (file: string) => Promise<Result>): Promise<Result> {
      const file = known(id);
      try {
        return await use(file);
      } finally {
        drop(id);
      }
    },
    close: (): void => [...touched.keys()].forEach(drop),
  };
}
