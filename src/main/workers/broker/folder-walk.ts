import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { FileEntry } from '../../../worker-kit/context.ts';
import { fileError, HeronError, toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { toStatus } from './file-status.ts';
import { isHiddenName } from './journal/entry.ts';
import { ifVanished, isOnOwnDisk, lookAtEntries } from './look-at-entries.ts';
import { inFolder, type PinnedFolder } from './paths/pinned-folder.ts';
import type { PathRules } from './paths/path-rules.ts';

export type WalkStart = {
  /** Canonical. */
  folder: string;
  /** What the worker called it: entries carry paths below this. */
  named: string;
  recursive: boolean;
};

export type WalkPage = { entries: FileEntry[]; next: string | null };

/** Listings under way in one session: a page at a time, the rest stays where it is. */
export type FolderWalks = {
  begin(start: WalkStart): Promise<WalkPage>;
  /** Errors: `invalid-input` for a cursor that is not of this listing, was used before, or was given up. */
  resume(cursor: string, start: WalkStart): Promise<WalkPage>;
};

/** A folder being listed: names still to be looked at, and entries still to be given out. */
type Level = {
  folder: string;
  prefix: string;
  names: string[];
  next: number;
  ready: FileEntry[];
  /** How many of `ready` have been given out. */
  given: number;
  isAtHand: boolean;
};
type Walk = { start: WalkStart; levels: Level[] };

const pageEntries = 1000;
const lookedAtTogether = 250;
/** Of listings that a worker left in the middle, the oldest are forgotten. */
const openAtMost = 64;

export function createFolderWalks(parts: { pathRules: PathRules; logger: Logger }): FolderWalks {
  const walks = new Map<string, Walk>();
  let last = 0;

  async function givePage(walk: Walk): Promise<WalkPage> {
    const entries: FileEntry[] = [];
    while (entries.length < pageEntries) {
      const entry = await nextEntry(walk);
      if (!entry) return { entries, next: null };
      entries.push(entry);
      if (walk.start.recursive && entry.kind === 'folder') await descend(walk, entry);
    }
    last += 1;
    const cursor = String(last);
    walks.set(cursor, walk);
    const [oldest] = walks.keys();
    if (walks.size > openAtMost && oldest !== undefined) walks.delete(oldest);
    return { entries, next: cursor };
  }

  /** A protected or unreadable folder is listed; what is in it is not, and the log says so. */
  async function descend(walk: Walk, entry: FileEntry): Promise<void> {
    const folder = join(walk.start.folder, entry.name);
    const refusal = parts.pathRules.against(folder);
    if (refusal) return parts.logger.info('A listing left a folder out', { folder, rule: refusal.rule });
    try {
      walk.levels.push(await openLevel(walk.start, folder, `${entry.name}/`));
    } catch (error) {
      parts.logger.info('A listing left a folder out', { folder, error: toFailure(fileError(error, folder)).message });
    }
  }

  return {
    async begin(start) {
      const { folder } = start;
      try {
        return await givePage({ start, levels: [await openLevel(start, folder, '')] });
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

/** The names, and what stands under the first of them: most folders are looked at whole while they are held. */
async function openLevel(start: WalkStart, folder: string, prefix: string): Promise<Level> {
  return inFolder(folder, async (pinned) => {
    const [found, isAtHand] = await Promise.all([readdir(pinned.at('.')), isOnOwnDisk(pinned)]);
    const names = found.filter((name) => !isHiddenName(name)).toSorted();
    const level: Level = { folder, prefix, names, next: 0, ready: [], given: 0, isAtHand };
    await lookAhead(start, level, pinned);
    return level;
  });
}

async function nextEntry(walk: Walk): Promise<FileEntry | undefined> {
  for (;;) {
    const level = walk.levels.at(-1);
    if (!level) return undefined;
    const entry = level.ready[level.given];
    level.given += 1;
    if (entry) return entry;
    if (level.next >= level.names.length) walk.levels.pop();
    else if (!(await isThere(walk.start, level))) walk.levels.pop();
  }
}

/** False for a folder that has vanished. */
async function isThere(start: WalkStart, level: Level): Promise<boolean> {
  const look = inFolder(level.folder, async (pinned) => {
    await lookAhead(start, level, pinned);
    return true;
  });
  return (await look.catch(ifVanished)) ?? false;
}

/** What vanished since the names were read is left out. */
async function lookAhead(start: WalkStart, level: Level, pinned: PinnedFolder): Promise<void> {
  const names = level.names.slice(level.next, level.next + lookedAtTogether);
  level.next += names.length;
  level.ready = [];
  level.given = 0;
  const seen = await lookAtEntries(pinned, names, level.isAtHand);
  names.forEach((name, index) => {
    const stats = seen[index];
    const relative = level.prefix + name;
    // `named` is a normal path, and a name holds nothing that could be made shorter.
    if (stats) level.ready.push({ ...toStatus(below(start.named, relative), stats), name: relative });
  });
}

function below(folder: string, relative: string): string {
  return sep === '/' ? `${folder === '/' ? '' : folder}/${relative}` : join(folder, relative);
}
