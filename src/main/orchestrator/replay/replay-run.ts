import { createHash, type Hash } from 'node:crypto';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Database } from '../../base/database.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { atRest } from '../../base/take-turns.ts';
import type { ItemRows } from '../item-rows.ts';
import { comeNearer, handOver } from './hand-over.ts';
import { beginSegment, type Segment, type SegmentParts } from './segment.ts';
import { type RecordedLog, recordedLog } from './recorded-log.ts';
import { createStage, type Stage } from './stage.ts';
import { isTraced, type Traced, toTraced, traceLine } from './trace.ts';

export type ReplayParts = Pick<SegmentParts, 'run' | 'catalogue'> & {
  /** The run's events from a place in the log on, oldest first. */
  read: (after: number, limit: number) => AnyEvent[];
  /** An empty one, for the replay alone. */
  database: Database;
  /** What other runs gave. */
  lists: ItemRows;
  /** Takes the values of secrets out, as the log does. */
  scrub?: (<Value>(value: Value) => Value) | undefined;
  /** Is told now and then how many events were reached. */
  onProgress?: ((events: number) => void) | undefined;
  /** Ends it in the middle. */
  signal?: AbortSignal | undefined;
};

/** Where a replay stops being what was recorded; one side may be missing. `number` counts the events from 1. */
export type Difference = { number: number; recorded?: Traced; replayed?: Traced };
export type Replayed = { events: number; digest: string; difference?: Difference };

/**
 * Executes a run that has ended once more, with what its log says it was given, and compares the events it makes with the recorded
 * ones. No worker is called and nothing but the database handed in is written. Results are handed out in the recorded order.
 */
export async function replayRun(parts: ReplayParts): Promise<Replayed> {
  const replay: Replay = {
    parts,
    stage: createStage(parts.database, parts.run.id, parts.lists),
    log: recordedLog(parts.read),
    hash: createHash('sha256'),
    count: 0,
    segment: undefined,
    isSeeding: false,
  };
  let difference: Difference | undefined;
  try {
    difference = (await follow(replay)) ?? (await leftOver(replay));
  } finally {
    await endSegment(replay, 'interrupted');
  }
  const report = { events: replay.count, digest: replay.hash.digest('hex') };
  return difference ? { ...report, difference } : report;
}

const eventsBetweenWords = 100;

type Replay = {
  parts: ReplayParts;
  stage: Stage;
  log: RecordedLog;
  hash: Hash;
  /** Events that were reached. */
  count: number;
  segment: Segment | undefined;
  /** A fork begins with what it keeps of another run. */
  isSeeding: boolean;
};

async function follow(replay: Replay): Promise<Difference | undefined> {
  const { signal } = replay.parts;
  for (let event = replay.log.next(); event; event = replay.log.next()) {
    signal?.throwIfAborted();
    if (!isTraced(event)) {
      if (event.type === 'run.created') {
        replay.stage.keep(event);
        replay.isSeeding = event.payload.origin !== undefined;
      }
      replay.log.pass();
    } else if (!(await takeAsItIs(replay, event))) {
      const difference = await reproduce(replay, event);
      if (difference) return difference;
    }
  }
  return undefined;
}

/** What is no doing of the execution: it is given to it, or tells when it was in memory. */
async function takeAsItIs(replay: Replay, event: AnyEvent): Promise<boolean> {
  if (replay.isSeeding) {
    replay.isSeeding = event.type !== 'run.forked';
    reached(replay, event);
    return true;
  }
  const path = event.scope.taskId ?? '';
  if (event.type === 'run.resumed') await endSegment(replay, 'interrupted');
  else if (event.type === 'run.parked') await endSegment(replay, 'parked');
  if (event.type === 'task.answered') {
    // Else it was said while the run was out of memory.
    if (replay.segment && (await isAsking(replay.segment, path))) return false;
  } else if (event.type !== 'run.parked' && event.type !== 'task.woken') return false;
  // A task that has just begun to look how far it was must not see it yet.
  if (event.type === 'task.woken') await beforeWaking(replay, path);
  reached(replay, event);
  if (event.type === 'task.woken') replay.segment?.wake(path, event.payload);
  return true;
}

/** One that was answered all the same had begun to ask before its time was over, whatever it had to wait for until then. */
async function beforeWaking({ segment, log }: Replay, path: string): Promise<void> {
  await atRest();
  if (segment && log.nextOf(path)?.type === 'task.answered') await isAsking(segment, path);
}

async function isAsking(segment: Segment, path: string): Promise<boolean> {
  do {
    await atRest();
    if (segment.inlets.find(path, 'answer') || segment.writing.offerOf(path)) return true;
  } while (comeNearer(segment, path));
  return false;
}

function reached(replay: Replay, event: AnyEvent, line = traceLine(toTraced(event))): void {
  replay.stage.keep(event);
  replay.hash.update(`${line}\n`);
  replay.count += 1;
  if (replay.count % eventsBetweenWords === 0) replay.parts.onProgress?.(replay.count);
  replay.log.pass();
}

async function endSegment(replay: Replay, kind: 'interrupted' | 'parked'): Promise<void> {
  await atRest();
  await replay.segment?.cut(kind);
  replay.segment = undefined;
}

function begin(replay: Replay): Segment {
  const { parts, stage, log } = replay;
  const before = stage.soFar();
  const previous = before && (before.status !== 'waiting' || before.origin) ? before : undefined;
  replay.segment = beginSegment({ ...parts, stage, usedAtLimit: log.usedAtLimit, heldUpBy: log.heldUpBy }, previous);
  return replay.segment;
}

/** Brings the execution to the event, and compares. */
async function reproduce(replay: Replay, event: AnyEvent): Promise<Difference | undefined> {
  const path = event.scope.taskId ?? '';
  let isBegunAnew = replay.segment === undefined;
  if (endsTasks.has(event.type)) await atRest();
  for (;;) {
    const segment = replay.segment ?? begin(replay);
    const offer = segment.writing.offerOf(path);
    if (offer) return compare(replay, path, offer.drafts);
    await atRest();
    if (segment.writing.offerOf(path) || handOver(segment, event, replay.log)) continue;
    // An engine that was killed left no word; the next one may have had nothing to do but to end the run.
    if (isBegunAnew || !endings.has(event.type)) return differing(replay, event, segment.writing.anyOffer()?.drafts[0]);
    isBegunAnew = true;
    await endSegment(replay, 'interrupted');
  }
}

/** What these end has come to rest before. */
const endsTasks = new Set<AnyEvent['type']>(['run.stopRequested', 'run.limitReached', 'task.limitReached']);
const endings = new Set<AnyEvent['type']>(['run.stopRequested', 'run.cancelled', 'run.failed']);

/** What was written together stands together in the log. */
function compare(replay: Replay, path: string, drafts: EventDraft[]): Difference | undefined {
  const { scrub } = replay.parts;
  const events: AnyEvent[] = [];
  const until = replay.log.unsafeUntil(replay.log.next()?.seq ?? 0);
  for (const draft of drafts) {
    const event = replay.log.next();
    const made = scrub?.(draft) ?? draft;
    const line = traceLine(toTraced(made));
    if (!event || traceLine(toTraced(event)) !== line) return differing(replay, event, made);
    reached(replay, event, line);
    events.push(event);
  }
  replay.segment?.writing.accept(path, events, until);
  replay.segment?.writing.reached(events[0]?.seq ?? 0);
  return undefined;
}

/** The execution goes on where the log ends. */
async function leftOver(replay: Replay): Promise<Difference | undefined> {
  await atRest();
  const [draft] = replay.segment?.writing.anyOffer()?.drafts ?? [];
  return draft && differing(replay, undefined, draft);
}

function differing({ count }: Replay, event: AnyEvent | undefined, draft: EventDraft | undefined): Difference {
  return {
    number: count + 1,
    ...(event ? { recorded: toTraced(event) } : {}),
    ...(draft ? { replayed: toTraced(draft) } : {}),
  };
}
