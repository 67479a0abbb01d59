import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { type BundleContent, bundleFormat, type Redaction } from '../../../contract/bundles.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { FileChange } from '../../../contract/undo.ts';
import { createBlanker } from './blank.ts';
import { type LinkedList, linkedListsIn } from './linked-lists.ts';
import { type BundleEvent, type Header, type KeptAction, type Line, linesBetweenMarks } from './lines.ts';
import type { Redactor } from './redact.ts';
import { redactEvent } from './redact-event.ts';

export type MakeParts = {
  runId: string;
  redaction: Redaction;
  withFiles: boolean;
  /** What models thought goes along. */
  withThinking: boolean;
  heron: string;
  madeAt: number;
  workers: Header['workers'];
  actions: KeptAction[];
  /** A page of the run's own events, oldest first. */
  read: (after: number | undefined, limit: number) => AnyEvent[];
  /** A page of how what is inside a task of another run ended; goes on after a path. */
  readList: (list: LinkedList, after: string | undefined, limit: number) => BundleEvent[];
  changes: FileChange[];
  redactor: Redactor;
  signal: AbortSignal | undefined;
};

/** A piece of the file. `done` counts events, each twice: once to look for secrets, once to write it. */
export type BundlePiece = { bytes: Buffer; done: number; content?: BundleContent };

const page = 500;
const pieceBytes = 512 * 1024;

/** Makes a bundle piece by piece: of a run as long as it likes, a page is in memory. */
export async function* makeBundle(parts: MakeParts): AsyncGenerator<BundlePiece> {
  const work: Work = { parts, blanker: createBlanker(), done: 0, counts: { events: 0, lists: 0 }, lists: new Map() };
  for await (const _ of survey(work)) yield { bytes: Buffer.alloc(0), done: work.done };
  const gzip = createGzip();
  const packed = packing(gzip);
  const sealing = createSealing(packed.write);
  try {
    for await (const line of linesOf(work)) {
      if (sealing.add(line)) await packed.room();
      if (packed.size() >= pieceBytes) yield { bytes: packed.take(), done: work.done };
    }
    sealing.end();
    const last = await packed.end();
    yield { bytes: last, done: work.done, content: contentOf(work, packed.total(), sealing.bytesInside()) };
  } finally {
    gzip.destroy();
  }
}

type Work = {
  parts: MakeParts;
  blanker: ReturnType<typeof createBlanker>;
  done: number;
  counts: { events: number; lists: number };
  /** Lists of other runs that are read by this one, by where they stand. */
  lists: Map<string, LinkedList>;
};

/** Gives a sign of life now and then. */
async function* survey(work: Work): AsyncGenerator<void> {
  const { parts, lists } = work;
  for await (const event of eventsOf(parts)) {
    parts.redactor.survey(event.payload);
    for (const list of linkedListsIn(event.payload)) lists.set(`${list.run} ${list.inside}`, list);
    work.done += 1;
    if (work.done % (10 * page) === 0) yield;
  }
  for (const change of parts.changes) parts.redactor.survey(change);
  await surveyLists(parts, lists);
}

/** What is in a list of another run may be in a list again; a map that grows is gone over to its end. */
async function surveyLists(parts: MakeParts, lists: Map<string, LinkedList>): Promise<void> {
  for (const list of lists.values()) {
    for await (const event of listedIn(parts, list)) {
      parts.redactor.survey(event.payload);
      for (const each of linkedListsIn(event.payload, list.run)) lists.set(`${each.run} ${each.inside}`, each);
    }
  }
}

async function* linesOf(work: Work): AsyncGenerator<Line | { header: Header }> {
  const { parts, blanker, counts } = work;
  const { redaction, redactor, withFiles, runId } = parts;
  const isBlank = redaction === 'values';
  const clean = (event: BundleEvent): BundleEvent => {
    const redacted = redactEvent(event, redactor);
    return isBlank ? blanker.event(redacted, `${runId}/`) : redacted;
  };
  const { heron, madeAt, workers } = parts;
  yield { header: { format: bundleFormat, heron, madeAt, redaction, withFiles, run: runId, workers } };
  // What an action is called holds the plan to it.
  for (const action of parts.actions) {
    const { ref, workerId } = action;
    yield { action: { ...redactor.json(action), ref, workerId } };
  }
  for await (const event of eventsOf(parts)) {
    counts.events += 1;
    work.done += 1;
    yield { event: clean(toBundleEvent(event, parts.withThinking)) };
  }
  for (const list of work.lists.values()) {
    counts.lists += 1;
    for await (const event of listedIn(parts, list)) yield { linked: { ...clean(event), run: list.run } };
  }
  for (const change of parts.changes) {
    const redacted = redactor.json(withoutDiff(change, withFiles));
    yield { change: isBlank ? blanker.change(redacted) : redacted };
  }
}

function withoutDiff({ diff, ...change }: FileChange, withFiles: boolean): FileChange {
  return withFiles && diff !== undefined ? { ...change, diff } : change;
}

function toBundleEvent({ at, type, scope, payload }: AnyEvent, withThinking: boolean): BundleEvent {
  const { taskId, workerId } = scope;
  return {
    at,
    type,
    ...(taskId ? { taskId } : {}),
    ...(workerId ? { workerId } : {}),
    payload: withoutPlaces(withThinking ? payload : withoutThinking(payload)),
  };
}

function withoutThinking(payload: object): object {
  const { thinking: _, ...rest } = payload as { thinking?: unknown };
  return rest;
}

/** A conversation is nobody else's business, not even by its id. */
function withoutPlaces(payload: object): Record<string, unknown> {
  const { request, grant, ...rest } = payload as Record<string, Record<string, unknown> | undefined>;
  return {
    ...rest,
    ...(request ? { request: withoutConversation(request) } : {}),
    ...(grant ? { grant: withoutConversation(grant) } : {}),
  };
}

function withoutConversation({ conversationId: _, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

function eventsOf({ read, signal }: MakeParts): AsyncGenerator<AnyEvent> {
  return paged(read, ({ seq }) => seq, signal);
}

function listedIn({ readList, signal }: MakeParts, list: LinkedList): AsyncGenerator<BundleEvent> {
  return paged(
    (after: string | undefined, limit) => readList(list, after, limit),
    ({ taskId }) => taskId,
    signal,
  );
}

async function* paged<Item, Key>(
  read: (after: Key | undefined, limit: number) => Item[],
  keyOf: (item: Item) => Key | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  for (let after: Key | undefined; ; await nextTurn()) {
    signal?.throwIfAborted();
    const items = read(after, page);
    yield* items;
    const last = items.at(-1);
    if (items.length < page || last === undefined) return;
    after = keyOf(last);
  }
}

/** Lines with their hashes between them and at their end. Gives whether a page has been written. */
function createSealing(write: (text: string) => void) {
  const hash = createHash('sha256');
  let lines = 0;
  let bytes = 0;

  function put(line: object): void {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    write(text);
    lines += 1;
    bytes += Buffer.byteLength(text);
  }

  const soFar = () => ({ lines, sha256: hash.copy().digest('hex') });
  return {
    add(line: Line | { header: Header }): boolean {
      put('header' in line ? line.header : line);
      if (lines % linesBetweenMarks === 0) put({ mark: soFar() });
      return lines % 100 === 0;
    },
    end: (): void => put({ end: soFar() }),
    bytesInside: () => bytes,
  };
}

/** What a gzip stream has made so far. */
function packing(gzip: Gzip) {
  let made: Buffer[] = [];
  let size = 0;
  let total = 0;
  gzip.on('data', (chunk: Buffer) => {
    made.push(chunk);
    size += chunk.length;
    total += chunk.length;
  });
  const take = (): Buffer => {
    const bytes = Buffer.concat(made);
    made = [];
    size = 0;
    return bytes;
  };
  return {
    write: (text: string): void => void gzip.write(text),
    /** Resolves when what was written is packed. */
    room: (): Promise<void> =>
      gzip.writableNeedDrain ? new Promise((resolve) => gzip.once('drain', resolve)) : nextTurn(),
    size: () => size,
    total: () => total,
    take,
    end: (): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        gzip.once('error', reject);
        gzip.once('end', () => resolve(take()));
        gzip.end();
      }),
  };
}

function contentOf({ parts, blanker, counts }: Work, bytes: number, bytesInside: number): BundleContent {
  const { changes, withFiles, actions, redactor } = parts;
  return {
    ...counts,
    actions: actions.length,
    files: changes.length,
    diffs: withFiles ? changes.filter(({ diff }) => diff !== undefined).length : 0,
    bytes,
    bytesInside,
    blanked: { ...redactor.counts, values: blanker.count() },
    leftOut: leftOut(parts),
  };
}

function leftOut({ changes, withFiles }: MakeParts): string[] {
  const differences = changes.filter(({ diff }) => diff !== undefined).length;
  return [
    'the conversation',
    'pictures, recordings and files that steps made, and former contents of files',
    ...(differences > 0 && !withFiles ? ['what changed in files'] : []),
  ];
}
