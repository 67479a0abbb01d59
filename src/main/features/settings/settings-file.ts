import { statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { PlanIssue } from '../../../contract/plan.ts';
import type { Settings, SettingsFileIssue } from '../../../contract/settings.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { readIfThere } from '../../base/read-if-there.ts';
import { replaceFile } from '../../base/replace-file.ts';
import { fileSettings, placeIssues, readFileText, writeFileText } from './file-text.ts';
import { differing } from './last-changes.ts';
import type { SettingsService } from './service.ts';
import type { SettingsStore } from './store.ts';

export type SettingsFileParts = {
  path: string;
  settings: Pick<SettingsService, 'get' | 'update'>;
  defaults: Settings;
  store: Pick<SettingsStore, 'readFile' | 'writeFile'>;
  log: Pick<EventLog, 'append'>;
  logger: Logger;
  /** How often the file is looked at; milliseconds. */
  everyMs?: number;
};

export type SettingsFile = {
  issues: () => SettingsFileIssue[];
  /** Follows what was written to the file, at the start and from then on. */
  open: () => Promise<void>;
  /** Brings the file up to the settings, unless somebody's unfinished work stands in it. */
  write: () => void;
  close: () => Promise<void>;
};

/**
 * The settings as a file that people edit. What they changed since Heron wrote or followed it last is what counts, so
 * that a change in the window and one in the file both stand.
 */
export function openSettingsFile(parts: SettingsFileParts): SettingsFile {
  const { path, settings, defaults, store, log, logger } = parts;
  let issues: SettingsFileIssue[] = [];
  let turn: Promise<void> = Promise.resolve();
  let looks: NodeJS.Timeout | undefined;
  /** The stamp of the file as it was read or written last. */
  let seen = '';

  async function follow(): Promise<void> {
    const text = readIfThere(path);
    const known = store.readFile();
    if (text === undefined) return write();
    if (text === known) return note([]);
    const reading = readFileText(text);
    if ('issues' in reading) return note(reading.issues);
    const before = known === undefined ? undefined : readFileText(known);
    const base = fileSettings(before && 'set' in before ? before.set : {}, defaults);
    const changed = differing(base, fileSettings(reading.set, defaults));
    try {
      if (Object.keys(differing(settings.get(), changed)).length > 0) await settings.update(changed, { by: 'file' });
    } catch (error) {
      if (!(error instanceof HeronError) || error.code !== 'invalid-input') throw error;
      return note(placeIssues(text, error.details?.['issues'] as PlanIssue[]));
    }
    store.writeFile(text);
    await note([]);
    write();
  }

  async function note(found: SettingsFileIssue[]): Promise<void> {
    if (isDeepStrictEqual(found, issues)) return;
    issues = found;
    const [first] = found;
    if (first) {
      logger.warn(`${path}:${first.line}:${first.column}: ${first.field ? `${first.field}: ` : ''}${first.message}`);
    }
    await log.append([{ type: 'settings.fileRead', payload: { path, issues: found } }]);
  }

  function write(): void {
    if (issues.length > 0) return;
    try {
      const text = readIfThere(path);
      if (text !== undefined && text !== store.readFile()) return; // it is followed in a moment
      const wanted = writeFileText(text, settings.get(), defaults);
      if (wanted !== text) {
        replaceFile(path, wanted);
        seen = stampOf(path);
      }
      store.writeFile(wanted);
    } catch (error) {
      logger.warn('The settings file could not be written', toFailure(error));
    }
  }

  function followInTurn(): Promise<void> {
    turn = turn.then(follow).catch((error: unknown) => {
      logger.warn('The settings file could not be followed', toFailure(error));
    });
    return turn;
  }

  function look(): Promise<void> {
    const stamp = stampOf(path);
    if (stamp === seen) return turn;
    seen = stamp;
    return followInTurn();
  }

  return {
    issues: () => issues,
    async open() {
      await look();
      looks = setInterval(() => void look(), parts.everyMs ?? 1000).unref();
    },
    write,
    async close() {
      clearInterval(looks);
      await turn;
    },
  };
}

/** Another one whenever somebody has written to the file or put another in its place. */
function stampOf(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  return status ? `${status.ino} ${status.mtimeMs} ${status.size}` : 'none';
}
