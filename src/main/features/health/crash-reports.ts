import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CrashReport } from '../../../contract/crash-reports.ts';
import { HeronError, systemCode } from '../../base/errors.ts';

const ending = '.json';

/** What a list says of one; the rest is for who reads it whole. */
const Written = z.object({ at: z.int(), version: z.string(), stack: z.string() });

/** The files of crash reports, oldest first: their names begin with the time. */
export function crashFiles(folder: string): { name: string; text: string }[] {
  return namesIn(folder).flatMap((name) => {
    const text = textOf(join(folder, name));
    return text === undefined ? [] : [{ name, text }];
  });
}

/** Newest first. One that cannot be read stands there too, with the time of its file. */
export function listCrashes(folder: string): CrashReport[] {
  const reports = namesIn(folder).flatMap((name) => reportIn(folder, name) ?? []);
  return reports.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

/** Errors: `not-found`. */
export function readCrash(folder: string, id: string): string {
  const text = textOf(join(folder, id + ending));
  if (text === undefined) throw notFound(id);
  return text;
}

/** Errors: `not-found`. */
export function removeCrash(folder: string, id: string): void {
  const path = join(folder, id + ending);
  if (!statSync(path, { throwIfNoEntry: false })) throw notFound(id);
  rmSync(path, { force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .toSorted();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return [];
  }
}

function reportIn(folder: string, name: string): CrashReport | undefined {
  const path = join(folder, name);
  const text = textOf(path);
  const file = statSync(path, { throwIfNoEntry: false });
  if (text === undefined || !file) return undefined;
  const id = name.slice(0, -ending.length);
  const written = Written.safeParse(parsed(text));
  if (!written.success) return { id, at: Math.round(file.mtimeMs), what: 'This report is damaged' };
  const { at, version, stack } = written.data;
  return { id, at, version, what: stack.split('\n', 1)[0] ?? '' };
}

/** undefined: it was removed meanwhile. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function notFound(id: string): HeronError {
  return new HeronError('not-found', `There is no crash report ${id}`);
}
