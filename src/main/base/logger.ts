import { existsSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import { makeFolder } from './make-folder.ts';
import type { ScrubText } from './scrubber.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogDetails = Record<string, unknown>;

export type Logger = {
  debug(message: string, details?: LogDetails): void;
  info(message: string, details?: LogDetails): void;
  warn(message: string, details?: LogDetails): void;
  error(message: string, details?: LogDetails): void;
  /** The same log under another source name. */
  from(source: string): Logger;
  setLevel(level: LogLevel): void;
};

const rotateAtBytes = 8 * 1024 * 1024;

/**
 * JSON lines in `file`; the file before the last start that found it over 8 MiB is kept as `file.1`. `scrub` takes the
 * values of secrets out of each line.
 */
export function createLogger(file: string, level: LogLevel, scrub: ScrubText = (text) => text): Logger {
  makeFolder(dirname(file));
  if (existsSync(file) && statSync(file).size > rotateAtBytes) renameSync(file, `${file}.1`);
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600 });
  const root = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"at":${Date.now()}`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => destination.write(scrub(line)) },
  );
  return wrap(root, 'engine');
}

function wrap(root: pino.Logger, source: string): Logger {
  return {
    debug: (message, details) => root.debug({ source, details }, message),
    info: (message, details) => root.info({ source, details }, message),
    warn: (message, details) => root.warn({ source, details }, message),
    error: (message, details) => root.error({ source, details }, message),
    from: (name) => wrap(root, name),
    setLevel: (level) => {
      root.level = level;
    },
  };
}
