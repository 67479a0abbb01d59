import type { BundleContent, Redaction } from '../../../contract/bundles.ts';
import type { Run } from '../../../contract/runs.ts';
import type { FileChange } from '../../../contract/undo.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { ItemRows } from '../../orchestrator/item-rows.ts';
import { listEnds } from './list-ends.ts';
import type { Header, KeptAction } from './lines.ts';
import { type BundlePiece, makeBundle, type MakeParts } from './make-bundle.ts';
import { type BundleLimits, bundleLimits } from './opening/limits.ts';
import { openBundle, type OpenBundleParts } from './opening/open-bundle.ts';
import { createUploads } from './opening/uploads.ts';
import { createRedactor, type RedactParts } from './redact.ts';
import type { Shelf } from './shelf.ts';

export type BundleParts = {
  shelf: Shelf;
  /** Heron's own log, and that of each opened run by its id. */
  events: EventLog;
  items: ItemRows;
  clock: Clock;
  makeId: MakeId;
  heron: string;
  /** Errors: `not-found`. */
  readRun: (runId: string) => Run;
  actionsOf: (runId: string) => KeptAction[];
  /** Undefined for a worker that is not there any more. */
  versionOf: (workerId: string) => string | undefined;
  changes: (runId: string) => Promise<FileChange[]>;
  redacting: RedactParts;
  /** Whether what models thought is given out; without it it is not. */
  showsThinking?: () => boolean;
  taking: OpenBundleParts['taking'];
  limits?: Partial<BundleLimits>;
};

export type MakeRequest = { runId: string; redaction: Redaction; withFiles: boolean };
export type Piece = BundlePiece & { total: number };

export type BundleService = {
  /** Errors: `not-found`, `conflict` for a run that has not ended. */
  preview(request: MakeRequest, signal?: AbortSignal): Promise<BundleContent>;
  /** Who stops taking pieces ends it. Errors: as of `preview`. */
  make(request: MakeRequest, signal?: AbortSignal): AsyncGenerator<Piece, void, void>;
  /** Errors: `limit-exceeded`, `not-found`. */
  send(bundleId: string | undefined, bytes: Uint8Array): string;
  /** Errors: `invalid-input`, `limit-exceeded`, `unsupported`, with where; then nothing is kept. */
  open(bundleId: string, name: string): Promise<{ runId: string; isNew: boolean; events: number }>;
  /** Errors: `not-found`, `conflict`. */
  remove(runId: string): Promise<void>;
  close(): void;
};

const eventsOfRun = ['run.*', 'task.*', 'permission.*'];

export function createBundles(parts: BundleParts): BundleService {
  const { shelf, events, clock, makeId } = parts;
  const limits = { ...bundleLimits, ...parts.limits };
  const uploads = createUploads({ folder: shelf.folder, makeId, clock, fileBytes: limits.fileBytes });

  /** One after the other: a file that is handed in twice at a time is one run. */
  let opening: Promise<unknown> = Promise.resolve();

  async function openFile(file: string, name: string): Promise<{ runId: string; isNew: boolean; events: number }> {
    const given = { shelf, limits, clock, taking: parts.taking, makeId: () => makeId('evt') };
    const { run, isNew } = await openBundle(given, file, name);
    const { runId, opened } = run;
    if (isNew) await events.append([{ type: 'bundle.opened', payload: { runId, opened } }]);
    return { runId, isNew, events: run.events };
  }

  async function* pieces(request: MakeRequest, signal?: AbortSignal): AsyncGenerator<Piece, void, void> {
    const making = await makingParts(parts, request, signal);
    const total = 2 * events.count({ types: eventsOfRun, scope: { runId: request.runId } });
    for await (const piece of makeBundle(making)) yield { ...piece, total };
  }

  return {
    async preview(request, signal) {
      for await (const { content } of pieces(request, signal)) if (content) return content;
      throw new HeronError('internal', `The bundle of ${request.runId} has no end`);
    },
    async *make(request, signal) {
      for await (const piece of pieces(request, signal)) {
        yield piece;
        const { content } = piece;
        if (content) await events.append([{ type: 'bundle.made', payload: { ...request, bytes: content.bytes } }]);
      }
    },
    send: uploads.add,
    open: (bundleId, name) => {
      const turn = opening.then(() => uploads.use(bundleId, (file) => openFile(file, name)));
      opening = turn.catch(() => undefined);
      return turn;
    },
    remove: async (runId) => {
      checkRemovable(parts, runId);
      shelf.remove(runId);
      await events.append([{ type: 'bundle.removed', payload: { runId } }]);
    },
    close: () => {
      uploads.close();
      shelf.close();
    },
  };
}

function checkRemovable({ shelf, readRun }: BundleParts, runId: string): void {
  if (!shelf.get(runId)) {
    readRun(runId);
    throw new HeronError(
      'conflict',
      'Only a run that was opened from a file is removed so; for your own runs there is `heron prune`',
    );
  }
  const forks = shelf.forks(runId);
  if (forks === 0) return;
  const message = `${forks === 1 ? 'A run was' : `${forks} runs were`} forked from it and may read what it holds; it stays while there is one`;
  throw new HeronError('conflict', message, { forks });
}

async function makingParts(
  parts: BundleParts,
  { runId, redaction, withFiles }: MakeRequest,
  signal: AbortSignal | undefined,
): Promise<MakeParts> {
  const { events, items, shelf } = parts;
  const run = parts.readRun(runId);
  if (run.endedAt === undefined)
    throw new HeronError('conflict', 'The run has not ended; only one that has can be exported');
  const actions = parts.actionsOf(runId);
  return {
    withThinking: parts.showsThinking?.() ?? false,
    ...{ withFiles, actions, signal, heron: parts.heron, madeAt: parts.clock() },
    // What was blanked once does not come back.
    redaction: run.opened?.redaction === 'values' ? 'values' : redaction,
    runId: shelf.recordedAs(runId) ?? runId,
    workers: workersOf(actions, parts.versionOf),
    read: (after = 0, limit) => events.list({ types: eventsOfRun, scope: { runId }, after, limit }),
    readList: ({ run: other, inside }, after, limit) =>
      listEnds(items.page(shelf.linkedRun(runId, other), { inside, after, limit })),
    changes: await parts.changes(runId),
    redactor: createRedactor(parts.redacting),
  };
}

function workersOf(actions: KeptAction[], versionOf: BundleParts['versionOf']): Header['workers'] {
  const ids = [...new Set(actions.map(({ workerId }) => workerId))];
  return ids.flatMap((id) => {
    const version = versionOf(id);
    return version === undefined ? [] : [{ id, version }];
  });
}
