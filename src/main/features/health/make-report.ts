import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { systemCode } from '../../base/errors.ts';
import { crashFiles, readCrash } from './crash-reports.ts';

/** Takes secrets out of what is given away, and what names the person and the machine. */
export type ReportRedactor = { survey(value: unknown): void; json<Value>(value: Value): Value };

export type ReportParts = {
  /** The log's files, newest first. */
  logFiles: () => string[];
  crashFolder: string;
  redactor: () => ReportRedactor;
  /** Versions, settings and what else tells how Heron is, by the name of its file. */
  facts: () => Promise<Record<string, unknown>>;
};

/** Logs, crash reports, versions and settings as one zip file, in pieces; nothing is kept. Who stops reading ends it. */
export async function* makeReport(parts: ReportParts, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const { configure, TextReader, ZipWriter } = await import('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const files = parts.logFiles();
  const crashes = crashFiles(parts.crashFolder);
  const redactor = await surveyed(parts, files, crashes);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(writable);
  const writing = (async () => {
    for (const [name, fact] of Object.entries(await parts.facts())) {
      await zip.add(`${name}.json`, new TextReader(`${JSON.stringify(redactor.json(fact), null, 2)}\n`));
    }
    for (const { name, text } of crashes) {
      await zip.add(`crashes/${name}`, new TextReader(redactedCrash(redactor, text)));
    }
    for (const file of files) await zip.add(`logs/${basename(file)}`, streamOf(redactedLines(redactor, file)));
    await zip.close();
  })();
  // A failure of the writing is thrown where it is awaited, when the reading has ended.
  writing.catch((error: unknown) => void writable.abort(error).catch(() => undefined));
  for await (const piece of readable) {
    signal?.throwIfAborted();
    yield piece;
  }
  await writing;
}

/** One crash report, letter by letter as it would be in `makeReport`. Errors: `not-found`. */
export async function crashAsReported(parts: Omit<ReportParts, 'facts'>, id: string): Promise<string> {
  const text = readCrash(parts.crashFolder, id);
  return redactedCrash(await surveyed(parts, parts.logFiles(), crashFiles(parts.crashFolder)), text);
}

/** Who has seen everything: a secret that stands as one in a log is taken out of the crashes too. */
async function surveyed(
  { redactor: make }: Pick<ReportParts, 'redactor'>,
  files: readonly string[],
  crashes: readonly { text: string }[],
): Promise<ReportRedactor> {
  const redactor = make();
  for (const file of files) for await (const line of linesOf(file)) redactor.survey(parsed(line));
  for (const { text } of crashes) redactor.survey(parsed(text));
  return redactor;
}

function redactedCrash(redactor: ReportRedactor, text: string): string {
  const value = parsed(text);
  return typeof value === 'string' ? redactor.json(value) : `${JSON.stringify(redactor.json(value), null, 2)}\n`;
}

/** Each piece when it is asked for. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
}

async function* redactedLines(redactor: ReportRedactor, file: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const line of linesOf(file)) yield encoder.encode(`${redactedLine(redactor, line)}\n`);
}

function redactedLine(redactor: ReportRedactor, line: string): string {
  const value = parsed(line);
  return typeof value === 'string' ? redactor.json(value) : JSON.stringify(redactor.json(value));
}

/** What is no JSON is the text itself. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return line;
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  } catch (error) {
    // A file that was moved aside meanwhile is read under its next name, or not at all.
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
