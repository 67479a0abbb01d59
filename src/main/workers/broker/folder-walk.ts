import { readdirSync, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ListedEntries } from '../../../worker-kit/broker-methods.ts';
import { fileError, HeronError, toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { kindOf } from './file-status.ts';
import { isHiddenName } from './journal/entry.ts';
import { ifVanished, lookAtEntries, lookNow, ownDiskOf } from './look-at-entries.ts';
import { inFolder, inFolderNow } from './paths/pinned-folder.ts';
import type { PathRules } from './paths/path-rules.ts';

export type WalkStart = {
  /** Canonical. */
  folder: string;
  /** What the worker called it: entries carry paths below this. */
  named: string;
  recursive: boolean;
};

export type WalkPage = { entries: ListedEntries; next: string | null };

/** Listings under way in one session: a page at a time, the rest stays where it is. */
export type FolderWalks = {
  begin(start: WalkStart): Promise<WalkPage>;
  /** Errors: `invalid-input` for a cursor that is not of this listing, was used before, or was given up. */
  resume(cursor: string, start: WalkStart): Promise<WalkPage>;
};

/** A folder being listed: what has been looked at and is still to be given out, and names still to be looked at. */
type Level = {
  folder: string;
  prefix: string;
  names: string[];
  /** What stands under the names from `first` on, of which those before `given` have been given out. */
  seen: (Stats | undefined)[];
  first: number;
  given: number;
  /** Number of the disk it lies on, where it is one of this machine. */
  disk: number | undefined;
};
type Walk = { start: WalkStart; levels: Level[] };

const pageEntries = 1000;
const lookedAtTogether = 250;
/** Of listings that a worker left in the middle, the oldest are forgotten. */
const openAtMost = 64;

type WalkParts = { pathRules: PathRules; logger: Logger };

export function createFolderWalks(parts: WalkParts): FolderWalks {
  const walks = new Map<string, Walk>();
  let last = 0;

  async function givePage(walk: Walk): Promise<WalkPage> {
    const { start, levels } = walk;
    const prefix = start.named.endsWith(sep) ? start.named : start.named + sep;
    const entries: ListedEntries = { prefix, names: [], kinds: [], sizes: [], modified: [], modes: [] };
    for (let level = levels.at(-1); level; level = levels.at(-1)) {
      if (entries.names.length >= pageEntries) return { entries, next: keep(walk) };
      if (level.given === level.first + level.seen.length) {
        if (level.given === level.names.length || !(await lookAhead(level))) levels.pop();
        continue;
      }
      const name = level.prefix + (level.names[level.given] ?? '');
      const stats = level.seen[level.given - level.first];
      level.given += 1;
      if (!stats) continue; // vanished since the names were read
      add(entries, name, stats);
      if (start.recursive && stats.isDirectory()) await descend(parts, walk, name, stats);
    }
    return { entries, next: null };
  }

  function keep(walk: Walk): string {
    last += 1;
    const cursor = String(last);
    walks.set(cursor, walk);
    const [oldest] = walks.keys();
    if (walks.size > openAtMost && oldest !== undefined) walks.delete(oldest);
    return cursor;
  }

  return {
    async begin(start) {
      const { folder } = start;
      try {
        return await givePage({ start, levels: [await openLevel(folder, '')] });
      } catch (error) {
        throw fileError(error, folder);
      }
    },
    async resume(cursor, start) {
      const walk = walks.get(cursor);
      if (!walk || walk.start.folder !== start.folder || walk.start.recursive !== start.recursive) {
        throw new HeronError(
          'invalid-input',
          `files.list: ${cursor} is no cursor of an open listing of ${start.named}`,
        );
      }
      walks.delete(cursor);
      return givePage(walk);
    },
  };
}

/** A protected or unreadable folder is listed; what is in it is not, and the log says so. */
async function descend(
  { pathRules, logger }: WalkParts,
  { start, levels }: Walk,
  name: string,
  { dev }: Stats,
): Promise<void> {
  const folder = join(start.folder, name);
  const refusal = pathRules.against(folder);
  if (refusal) return logger.info('A listing left a folder out', { folder, rule: refusal.rule });
  try {
    const now = dev === levels.at(-1)?.disk ? openLevelNow(folder, `${name}/`, dev) : undefined;
    levels.push(now ?? (await openLevel(folder, `${name}/`)));
  } catch (error) {
    logger.info('A listing left a folder out', { folder, error: toFailure(fileError(error, folder)).message });
  }
}

/** The names, and what stands under the first of them: most folders are looked at whole while they are held. */
async function openLevel(folder: string, prefix: string): Promise<Level> {
  return inFolder(folder, async (pinned) => {
    const [found, disk] = await Promise.all([readdir(pinned.at('.')), ownDiskOf(pinned)]);
    const names = sorted(found);
    const first = names.slice(0, lookedAtTogether);
    const seen =
      disk === undefined ? await lookAtEntries(pinned, first) : first.map((name) => lookNow(pinned.at(name)));
    return { folder, prefix, names, seen, first: 0, given: 0, disk };
  });
}

/** The same in this turn of the loop, for a folder on an own disk; nothing if it is not on it any more. */
function openLevelNow(folder: string, prefix: string, disk: number): Level | undefined {
  return inFolderNow(folder, disk, (at) => {
    const names = sorted(readdirSync(at('.')));
    const seen = names.slice(0, lookedAtTogether).map((name) => lookNow(at(name)));
    return { folder, prefix, names, seen, first: 0, given: 0, disk };
  });
}

function sorted(names: string[]): string[] {
  return names.filter((name) => !isHiddenName(name)).toSorted();
}

/** False for a folder that has vanished. */
async function lookAhead(level: Level): Promise<boolean> {
  const { folder, given, disk } = level;
  const names = level.names.slice(given, given + lookedAtTogether);
  const seen =
    (disk === undefined
      ? undefined
      : ifThere(() => inFolderNow(folder, disk, (at) => names.map((name) => lookNow(at(name)))))) ??
    (await inFolder(folder, (pinned) => lookAtEntries(pinned, names)).catch(ifVanished));
  if (!seen) return false;
  level.first = given;
  level.seen = seen;
  return true;
}

function ifThere<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch (error) {
    return ifVanished(error);
  }
}

function add(entries: ListedEntries, name: string, stats: Stats): void {
  entries.names.push(name);
  entries.kinds.push(kindOf(stats));
  entries.sizes.push(stats.size);
  entries.modified.push(Math.round(stats.mtimeMs));
  entries.modes.push(stats.mode & 0o7777);
}
