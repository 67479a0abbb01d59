import { createHash } from 'node:crypto';
import { createReadStream, statSync, type Stats } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HeronError } from '../base/errors.ts';

/** What a file has to be; without a size or hash nobody knows. */
export type ExpectedFile = { path: string; bytes?: number; sha256?: string };

export type ModelCheck = {
  /**
   * Native code ends its process over a file that is missing or damaged, or goes on with nothing: it is given none.
   * Errors: `not-found`, `provider` for one that is damaged or has ended a process; both say what to do.
   */
  check(files: readonly ExpectedFile[]): Promise<void>;
  /** A process ended over these: they are not tried again until one of them is another. */
  blame(files: readonly ExpectedFile[], how: string): void;
};

const fetchAgain = 'remove it in Settings, Voice and download it again';

/** Each file is read once as long as it stays the same. */
export function createModelCheck(): ModelCheck {
  const right = new Map<string, string>();
  const bad = new Map<string, { state: string; how: string }>();

  async function checkOne({ path, bytes, sha256 }: ExpectedFile): Promise<void> {
    const stats = statSync(path, { throwIfNoEntry: false });
    const name = basename(path);
    if (!stats?.isFile()) throw new HeronError('not-found', `There is no file ${path}: ${fetchAgain}`, { path });
    const state = stateOf(stats);
    const blamed = bad.get(path);
    if (blamed?.state === state) {
      throw damaged(path, `${name} ended the process that loaded it (${blamed.how}), so it is not loaded again`);
    }
    if (bytes !== undefined && stats.size !== bytes) {
      throw damaged(path, `${name} has ${stats.size} bytes instead of ${bytes}`);
    }
    if (stats.size === 0) throw damaged(path, `${name} is empty`);
    if (sha256 === undefined || right.get(path) === state) return;
    const found = await hashOf(path);
    if (found !== sha256) throw damaged(path, `${name} is not what was downloaded: its hash is another one`);
    right.set(path, state);
  }

  return {
    async check(files) {
      for (const file of files) await checkOne(file);
    },
    blame(files, how) {
      for (const { path } of files) {
        const stats = statSync(path, { throwIfNoEntry: false });
        if (stats) bad.set(path, { state: stateOf(stats), how });
      }
    },
  };
}

function stateOf({ size, mtimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ino}`;
}

function damaged(path: string, what: string): HeronError {
  return new HeronError('provider', `${what}; ${fetchAgain}`, { path });
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
