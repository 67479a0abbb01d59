import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
export function reportCrash(
  { folder, logFile, logger, version, scrub }: CrashParts,
  error: unknown,
): string | undefined {
  try {
    logger.error('Heron ends because of an error nobody caught', { stack: scrub(stackOf(error)) });
    logger.flush();
    makeFolder(folder);
    const at = new Date();
    const path = join(folder, `${at.toISOString().replaceAll(/[:.]/g, '-')}.json`);
    const report = {
      at: at.getTime(),
      version,
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      uptimeSeconds: Math.round(process.uptime()),
      memoryMb: Math.round(process.memoryUsage.rss() / (1024 * 1024)),
      ...traceContext(),
      code: toFailure(error).code,
      stack: scrub(stackOf(error)),
      log: endOf(logFile),
    };
    writeFileSync(path, `${scrub(JSON.stringify(report, null, 2))}\n`, { mode: 0o600 });
    removeOldReports(folder);
    return path;
  } catch {
    return undefined;
  }
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
}
