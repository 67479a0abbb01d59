import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { LogLine } from '../../../contract/health.ts';
import { fileError, systemCode } from '../../base/errors.ts';
import { once } from '../../base/once.ts';

export type LogFilter = {
  level: LogLine['level'];
  query?: string | undefined;
  traceId?: string | undefined;
  workerId?: string | undefined;
  limit: number;
};

const storedLine = once(() =>
  z.object({
    at: z.int(),
    level: LogLine.shape.level,
    source: z.string(),
    message: z.string().default(''),
    traceId: z.string().optional(),
    requestId: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
);

const levels = once(() => LogLine.shape.level.options);
const blockBytes = 64 * 1024;
/** A longer line is cut; of what lies further back than this nothing is searched. */
const longestLineBytes = 256 * 1024;
const searchedBytes = 32 * 1024 * 1024;

/** The newest lines of the log that pass the filter, newest first; `files` begins with the newest file. Errors: `storage`. */
export function readLog(files: readonly string[], filter: LogFilter): LogLine[] {
  const lines: LogLine[] = [];
  let left = searchedBytes;
  let lastAt = 0;
  for (const file of files) {
    for (const text of linesBackwards(file)) {
      left -= Buffer.byteLength(text);
      if (lines.length >= filter.limit || left < 0) return lines;
      const line = parseLine(text, lastAt);
      lastAt = line.at;
      if (passes(line, filter)) lines.push(line);
    }
  }
  return lines;
}

/** The lines of a file from its end, holding one block and one line at a time; none if there is no file. */
function* linesBackwards(path: string): Generator<string> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw fileError(error, path);
  }
  try {
    let end = fstatSync(file).size;
    let rest: Buffer = Buffer.alloc(0);
    while (end > 0) {
      const block = Buffer.alloc(Math.min(blockBytes, end));
      const bytes = readSync(file, block, 0, block.length, end - block.length);
      end -= block.length;
      let tail = Buffer.concat([block.subarray(0, bytes), rest]);
      for (let newline = tail.lastIndexOf(10); newline !== -1; newline = tail.lastIndexOf(10)) {
        if (newline < tail.length - 1) yield tail.toString('utf8', newline + 1);
        tail = tail.subarray(0, newline);
      }
      rest = tail.subarray(0, longestLineBytes);
    }
    if (rest.length > 0) yield rest.toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** A line that cannot be read is shown as what it is, at the time of its neighbour. */
function parseLine(text: string, neighbourAt: number): LogLine {
  try {
    return withoutAbsent(storedLine().parse(JSON.parse(text)));
  } catch {
    return { at: neighbourAt, level: 'warn', source: 'log', message: `Unreadable line: ${text.slice(0, 500)}` };
  }
}

function passes(line: LogLine, { level, query, traceId, workerId }: LogFilter): boolean {
  if (workerId !== undefined && !isOfWorker(line, workerId)) return false;
  if (traceId !== undefined && line.traceId !== traceId) return false;
  if (levels().indexOf(line.level) < levels().indexOf(level)) return false;
  const wanted = query?.trim().toLowerCase();
  if (!wanted) return true;
  return `${line.source} ${line.message} ${JSON.stringify(line.details ?? '')}`.toLowerCase().includes(wanted);
}

function isOfWorker({ source, details }: LogLine, workerId: string): boolean {
  return source === `worker ${workerId}` || details?.['workerId'] === workerId;
}

function withoutAbsent(line: z.infer<ReturnType<typeof storedLine>>): LogLine {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined)) as LogLine;
}
