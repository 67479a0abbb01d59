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
  const { path, logger } = parts;
  const state: FileState = { issues: [], seen: '' };
  let turn: Promise<void> = Promise.resolve();
  let looks: NodeJS.Timeout | undefined;

  function look(): Promise<void> {
    const stamp = stampOf(path);
    if (stamp === state.seen) return turn;
    state.seen = stamp;
    turn = turn
      .then(() => follow(parts, state))
      .catch((error: unknown) => logger.warn('The settings file could not be followed', toFailure(error)));
    return turn;
  }

  return {
    issues: () => state.issues,
    async open() {
      await look();
      looks = setInterval(() => void look(), parts.everyMs ?? 1000).unref();
    },
    write: () => write(parts, state),
    async close() {
      clearInterval(looks);
      await turn;
    },
  };
}

/** `seen`: the stamp of the file as it was read or written last. */
type FileState = { issues: SettingsFileIssue[]; seen: string };

async function follow(parts: SettingsFileParts, state: FileState): Promise<void> {
  const { path, settings, defaults, store } = parts;
  const text = readIfThere(path);
  const known = store.readFile();
  if (text === undefined) {
    await note(parts, state, []);
    return write(parts, state);
  }
  if (text === known) return note(parts, state, []);
  const reading = readFileText(text);
  if ('issues' in reading) return note(parts, state, reading.issues);
  const before = known === undefined ? undefined : readFileText(known);
  const base = fileSettings(before && 'set' in before ? before.set : {}, defaults);
  const changed = differing(base, fileSettings(reading.set, defaults));
  try {
    if (Object.keys(differing(settings.get(), changed)).length > 0) await settings.update(changed, { by: 'file' });
  } catch (error) {
    if (!(error instanceof HeronError) || error.code !== 'invalid-input') throw error;
    return note(parts, state, placeIssues(text, error.details?.['issues'] as PlanIssue[]));
  }
  store.writeFile(text);
  await note(parts, state, []);
  write(parts, state);
}

async function note({ path, log, logger }: SettingsFileParts, state: FileState, found: SettingsFileIssue[]) {
  if (isDeepStrictEqual(found, state.issues)) return;
  state.issues = found;
  const [first] = found;
  if (first) {
    logger.warn(`${path}:${first.line}:${first.column}: ${first.field ? `${first.field}: ` : ''}${first.message}`);
  }
  await log.append([{ type: 'settings.fileRead', payload: { path, issues: found } }]);
}

function write({ path, settings, defaults, store, logger }: SettingsFileParts, state: FileState): void {
  if (state.issues.length > 0) return;
  try {
    const text = readIfThere(path);
    if (text !== undefined && text !== store.readFile()) return; // it is followed in a moment
    const wanted = writeFileText(text, settings.get(), defaults);
    if (wanted !== text) {
      replaceFile(path, wanted);
      state.seen = stampOf(path);
    }
    store.writeFile(wanted);
  } catch (error) {
    logger.warn('The settings file could not be written', toFailure(error));
  }
}

/** Another one whenever somebody has written to the file or put another in its place. */
function stampOf(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  return status ? `${status.ino} ${status.mtimeMs} ${status.size}` : 'none';
}
