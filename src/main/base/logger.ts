import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import { makeFolder } from './make-folder.ts';
import type { ScrubText } from './scrubber.ts';
import { traceContext } from './trace-context.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogDetails = Record<string, unknown>;

export type Logger = {
  debug(message: string, details?: LogDetails): void;
  info(message: string, details?: LogDetails): void;
  warn(message: string, details?: LogDetails): void;
  error(message: string, details?: LogDetails): void;
  /** The same log under another source name. */
  from(source: string): Logger;
  /** Whether what `debug` is told is written anywhere: for what is said of each call. */
  isDebugOn(): boolean;
  setLevel(level: LogLevel): void;
};

/** The log and its files. */
export type EngineLogger = Logger & {
  /** How many bytes all files together may have. */
  setMost(bytes: number): void;
  /** What was written is with the system when it returns. */
  flush(): void;
};

export type LoggerOptions = {
  scrub?: ScrubText;
  /** Is handed each line besides the file. */
  mirror?: (line: string) => void;
  /** A file that has grown so large is put aside as `file.1`. */
  rotateAtBytes?: number;
};

const usualRotation = 8 * 1024 * 1024;
const usualFiles = 5;

/**
 * JSON lines in `file`; older ones in `file.1` (the newest), `file.2` and so on. `scrub` takes the values of secrets out
 * of each line. A line that is written for the sake of a trace says which.
 */
export function createLogger(file: string, level: LogLevel, options: LoggerOptions = {}): EngineLogger {
  const { scrub = (text) => text, mirror } = options;
  makeFolder(dirname(file));
  const written = openRotating(file, options.rotateAtBytes ?? usualRotation);
  const root = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"at":${Date.now()}`,
      formatters: { level: (label) => ({ level: label }) },
      mixin: contextFields,
    },
    {
      write: (line: string) => {
        const clean = scrub(line);
        written.write(clean);
        mirror?.(clean);
      },
    },
  );
  return { ...wrap(root, 'engine'), setMost: written.setMost, flush: written.flush };
}

function contextFields(): { traceId?: string; requestId?: string } {
  const context = traceContext();
  if (!context) return {};
  const { traceId, requestId } = context;
  return requestId === undefined ? { traceId } : { traceId, requestId };
}

type Rotating = { write(line: string): void; flush(): void; setMost(bytes: number): void };

function openRotating(file: string, rotateAtBytes: number): Rotating {
  let most = usualFiles;
  let bytes = existsSync(file) ? statSync(file).size : 0;
  if (bytes > rotateAtBytes) rotate();
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600 });

  function rotate(): void {
    moveAside(file, most - 1);
    bytes = 0;
  }

  return {
    write(line) {
      if (bytes > rotateAtBytes) {
        rotate();
        destination.reopen();
      }
      bytes += Buffer.byteLength(line);
      destination.write(line);
    },
    flush: () => destination.flushSync(),
    setMost(total) {
      const before = most;
      most = Math.max(1, Math.floor(total / rotateAtBytes));
      for (let number = most; number < before; number += 1) rmSync(asideName(file, number), { force: true });
    },
  };
}

export function asideName(file: string, number: number): string {
  return `${file}.${number}`;
}

/** The log's files that are there, newest first. */
export function logFiles(file: string): string[] {
  const files = [file];
  for (let number = 1; existsSync(asideName(file, number)); number += 1) files.push(asideName(file, number));
  return files;
}

/** Each file becomes one older; the oldest goes. */
function moveAside(file: string, kept: number): void {
  const aside = logFiles(file).length - 1;
  for (let number = aside; number >= 1; number -= 1) {
    if (number >= kept) rmSync(asideName(file, number), { force: true });
    else renameSync(asideName(file, number), asideName(file, number + 1));
  }
  if (kept > 0) renameSync(file, asideName(file, 1));
  else rmSync(file, { force: true });
}

function wrap(root: pino.Logger, source: string): Logger {
  return {
    debug: (message, details) => root.debug({ source, details }, message),
    info: (message, details) => root.info({ source, details }, message),
    warn: (message, details) => root.warn({ source, details }, message),
    error: (message, details) => root.error({ source, details }, message),
    from: (name) => wrap(root, name),
    isDebugOn: () => root.isLevelEnabled('debug'),
    setLevel: (level) => {
      root.level = level;
    },
  };
}
