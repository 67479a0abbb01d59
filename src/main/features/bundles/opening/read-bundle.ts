import { createHash, type Hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import { bundleFormat } from '../../../../contract/bundles.ts';
import { AnyEvent } from '../../../../contract/events.ts';
import type { RunId } from '../../../../contract/ids.ts';
import { HeronError } from '../../../base/errors.ts';
import { type BundleEvent, Header, type Line, lineOf, linesBetweenMarks } from '../lines.ts';
import { type BundleLimits, unreadable } from './limits.ts';
import { createOrder } from './order.ts';
import type { Part } from './part.ts';
import { type RawLine, readLines } from './read-lines.ts';

export type EventNames = {
  runId: string;
  traceId: string;
  makeId: () => string;
  linked: (runId: string) => string;
  /** The file was read before, and every line of it was found right. */
  isChecked: boolean;
};

const everyLines = 500;

/**
 * Reads a file that anybody may have made: each line is checked for its form, its place and against the hashes before it is handed
 * on, and what is no bundle ends it with an error that says where.
 */
export async function* readBundle(file: string, limits: BundleLimits, names: EventNames): AsyncGenerator<Part> {
  const hash = createHash('sha256');
  const order = createOrder();
  let seq = 0;
  let isAtEnd = false;
  for await (const raw of readLines(file, limits)) {
    if (isAtEnd) throw unreadable('there is something after its end', raw.number);
    const { number } = raw;
    if (number === 1) {
      yield { header: readHeader(raw, limits) };
    } else {
      const line = readLine(raw, limits, names.isChecked);
      if ('mark' in line) checkMark(line.mark, hash, number);
      else if ('end' in line) {
        checkMark(line.end, hash, number);
        order.finish(number);
        isAtEnd = true;
        yield { end: { sha256: line.end.sha256, events: order.events() } };
      } else {
        const part = toPart(line, names, () => (seq += 1), number);
        order.next(part, number);
        yield part;
      }
    }
    hash.update(raw.bytes).update('\n');
    if (number % everyLines === 0) await nextTurn();
  }
  if (!isAtEnd) throw unreadable('it is cut off: its last line is missing');
}

/** Of any version: what it is stands in the first line. */
function readHeader(raw: RawLine, limits: BundleLimits): Header {
  const found = parse(raw, limits);
  const format: unknown = typeof found === 'object' && found !== null && 'format' in found ? found.format : undefined;
  if (typeof format === 'string' && format !== bundleFormat && /^heron-run\/\d{1,6}$/.test(format)) {
    const message = `The bundle is of the format ${format}, and this Heron reads ${bundleFormat}; open it with a newer Heron`;
    throw new HeronError('unsupported', message, { format });
  }
  if (format !== bundleFormat) throw unreadable('it is no bundle of a run', raw.number);
  return checked(Header, found, raw.number);
}

function isKind(name: string): name is keyof typeof lineOf {
  return Object.hasOwn(lineOf, name);
}

function readLine(raw: RawLine, limits: BundleLimits, isChecked: boolean): Line {
  const found = parse(raw, limits);
  if (typeof found !== 'object' || found === null) throw unreadable('expected an object', raw.number);
  const [kind = '', ...others] = Object.keys(found);
  if (!isKind(kind)) throw unreadable(`unknown field ${JSON.stringify(kind.slice(0, 60))}`, raw.number);
  if (others.length > 0) throw unreadable(`expected one thing in a line, not ${others.length + 1}`, raw.number);
  return isChecked ? (found as Line) : checked(lineOf[kind], found, raw.number);
}

function parse({ bytes, number }: RawLine, { depth }: BundleLimits): unknown {
  if (depthOf(bytes) > depth) throw unreadable(`values lie in more than ${depth} others`, number);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw unreadable('it is no JSON', number);
  }
}

/** Counted before anything is made of it: what is too deep would overflow the stack of whoever walks through it. */
function depthOf(bytes: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let isInText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isInText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) isInText = false;
    } else if (byte === 0x22) isInText = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return deepest;
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, number: number): z.infer<Schema> {
  const { data, error } = schema.safeParse(value);
  if (!error) return data;
  throw unreadable(issueOf(error), number);
}

function issueOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const at = issue?.path.map(String).join('.');
  return `${at ? `${at}: ` : ''}${issue?.message ?? 'not as expected'}`.slice(0, 500);
}

function checkMark({ lines, sha256 }: { lines: number; sha256: string }, hash: Hash, number: number): void {
  const from = Math.max(1, number - linesBetweenMarks);
  if (lines !== number - 1) throw unreadable(`lines are missing or were added, between ${from} and here`, number);
  if (hash.copy().digest('hex') !== sha256)
    throw unreadable(`something between line ${from} and here was changed`, number);
}

type Content = Exclude<Line, { mark: unknown } | { end: unknown }>;

function toPart(line: Content, names: EventNames, next: () => number, number: number): Part {
  if ('event' in line) return { event: toEvent(line.event, names.runId, names, next(), number) };
  if (!('linked' in line)) return line;
  const { run, ...event } = line.linked;
  return { linked: toEvent(event, names.linked(run), names, next(), number) };
}

function toEvent(
  { at, type, taskId, workerId, payload }: BundleEvent,
  runId: RunIdText,
  { makeId, traceId, isChecked }: EventNames,
  seq: number,
  number: number,
): AnyEvent {
  const scope = { runId, ...(taskId ? { taskId } : {}), ...(workerId ? { workerId } : {}) };
  const event = { id: makeId(), seq, at, type, version: 1, scope, traceId, payload };
  return isChecked ? (event as AnyEvent) : checked(AnyEvent, event, number);
}

type RunIdText = z.infer<typeof RunId>;
