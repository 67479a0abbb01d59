import { type ActionRun, type WorkerContext, wholeLines } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { linesOf, reporting, shown, sizeOf } from './blocks.ts';
import { type Entry, levels, type LineReader } from './entry.ts';
import { readAccess, readJson, readLogfmt, readPlain, syslogReader } from './formats.ts';
import { journalEntries } from './journal.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

type Parse = Actions['parse'];
type Format = Parse['output']['format'];
type Read = { line: number; text: string; entry: Entry | undefined };

const sampleBytes = 64 * 1024;
const sampleLines = 50;

export const parse: ActionRun<Parse['input'], Parse['output']> = async (input, context) => {
  const { path, level, pattern, limit } = input;
  const size = await sizeOf(path, context);
  const readers = readersAt(context.now());
  const format = input.format === 'auto' ? await formatOf(path, readers, context) : input.format;
  const least = level === undefined ? -1 : levels.indexOf(level);
  const output: Parse['output'] = {
    path,
    format,
    entries: [],
    total: 0,
    unread: 0,
    levels: noLevels(),
    first: null,
    last: null,
  };
  for await (const { line, text, entry } of readAll(path, format, readers, size, context)) {
    if (!entry) {
      output.unread += 1;
      continue;
    }
    if (least !== -1 && (entry.level === null || levels.indexOf(entry.level) < least)) continue;
    if (pattern !== undefined && !text.includes(pattern)) continue;
    output.total += 1;
    output.levels[entry.level ?? 'none'] += 1;
    if (entry.at !== null) output.first ??= entry.at;
    output.last = entry.at ?? output.last;
    output.entries.push({ line, ...entry, message: shown(entry.message) });
    // Twice the limit, so that not every entry moves all others.
    if (output.entries.length >= limit * 2) output.entries = output.entries.slice(-limit);
  }
  output.entries = output.entries.slice(-limit);
  return output;
};

type Readers = Record<Exclude<Format, 'journald'>, LineReader>;

function readersAt(now: number): Readers {
  return { json: readJson, access: readAccess, syslog: syslogReader(now), logfmt: readLogfmt, plain: readPlain };
}

async function* readAll(
  path: string,
  format: Format,
  readers: Readers,
  size: number,
  context: WorkerContext,
): AsyncGenerator<Read> {
  const chunks = reporting(context.files.read(path), size, context);
  let line = 0;
  if (format === 'journald') {
    for await (const entry of journalEntries(chunks)) {
      line += 1;
      yield { line, text: entry?.message ?? '', entry };
    }
    return;
  }
  const read = readers[format];
  for await (const piece of wholeLines(chunks)) {
    for (const text of linesOf(decoder.decode(piece))) {
      line += 1;
      if (text.trim() !== '') yield { line, text, entry: read(text) };
    }
  }
}

/** The format that most of the first lines are written in; more than half of them. */
async function formatOf(path: string, readers: Readers, context: WorkerContext): Promise<Format> {
  const parts: Uint8Array[] = [];
  for await (const chunk of context.files.read(path, { end: sampleBytes })) parts.push(chunk);
  const lines = [...linesOf(Buffer.concat(parts).toString())]
    .filter((line) => line.trim() !== '')
    .slice(0, sampleLines);
  if (lines.some((line) => /^__(REALTIME_TIMESTAMP|CURSOR)=/.test(line))) return 'journald';
  const kinds = ['json', 'access', 'syslog', 'logfmt'] as const;
  return kinds.find((kind) => lines.filter((line) => readers[kind](line)).length * 2 > lines.length) ?? 'plain';
}

function noLevels(): Parse['output']['levels'] {
  return { debug: 0, info: 0, warning: 0, error: 0, critical: 0, none: 0 };
}
