import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { toFailure } from './errors.ts';
import type { EngineLogger } from './logger.ts';
import { makeFolder } from './make-folder.ts';
import type { ScrubText } from './scrubber.ts';
import { traceContext } from './trace-context.ts';

export type CrashParts = {
  folder: string;
  logFile: string;
  logger: EngineLogger;
  version: string;
  scrub: ScrubText;
};

const mostReports = 10;
const lastLines = 50;

/**
 * Writes down an error that nobody caught, with the end of the log, without the values of secrets; and everything the log
 * still has to write. Gives the file's path, or undefined where nothing can be written. Never throws: it is the last thing.
 */
export function reportCrash(parts: CrashParts, error: unknown): string | undefined {
  const { logger, scrub } = parts;
  try {
    const stack = stackOf(error);
    logger.error('Heron ends because of an error nobody caught', { stack: scrub(stack) });
    const { node } = process.versions;
    const uptimeSeconds = Math.round(process.uptime());
    const memoryMb = Math.round(process.memoryUsage.rss() / (1024 * 1024));
    const known = { node, uptimeSeconds, memoryMb, ...traceContext(), code: toFailure(error).code };
    return writeReport(parts, { stack, ...known });
  } catch {
    return undefined;
  }
}

/**
 * Writes down that something of Heron ended without a word: `what` says which part, and what is known of it. Memory dumps that Electron
 * wrote since then are named, not read. Never throws: it must keep nothing from starting.
 */
export function reportSilentEnd(parts: CrashParts, what: string, sinceMs: number): string | undefined {
  try {
    parts.logger.error(what);
    return writeReport(parts, { stack: what, dumps: dumpsSince(parts.folder, sinceMs) });
  } catch {
    return undefined;
  }
}

function writeReport({ folder, logFile, logger, version, scrub }: CrashParts, known: Record<string, unknown>): string {
  logger.flush();
  makeFolder(folder);
  const at = new Date();
  const path = join(folder, `${at.toISOString().replaceAll(/[:.]/g, '-')}.json`);
  const platform = `${process.platform} ${process.arch}`;
  const report = { at: at.getTime(), version, platform, ...known, log: endOf(logFile) };
  writeFileSync(path, `${scrub(JSON.stringify(report, null, 2))}\n`, { mode: 0o600 });
  removeOldReports(folder);
  return path;
}

/** Where Electron puts dumps of memory, below the folder of the reports: they go into no report, because nothing can be taken out of them. */
export const dumpFolder = 'dumps';

function dumpsSince(folder: string, sinceMs: number): string[] {
  return dumpsIn(folder).filter((path) => statSync(path).mtimeMs >= sinceMs);
}

function dumpsIn(folder: string): string[] {
  const place = join(folder, dumpFolder);
  if (!existsSync(place)) return [];
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.dmp')).map((name) => join(place, name));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function endOf(logFile: string): string[] {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lastLines);
  } catch {
    return [`${basename(logFile)} cannot be read`];
  }
}

function reports(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted();
  } catch {
    return [];
  }
}

function removeOldReports(folder: string): void {
  for (const name of reports(folder).slice(0, -mostReports)) rmSync(join(folder, name), { force: true });
  const dumps = dumpsIn(folder).map((path) => ({ path, at: statSync(path).mtimeMs }));
  for (const { path } of dumps.toSorted((a, b) => b.at - a.at).slice(mostReports)) rmSync(path, { force: true });
}
