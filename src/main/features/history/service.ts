import type {
  HistorySizes,
  LastPruning,
  PruneLimits,
  PrunePreview,
  PruneReport,
  RetentionSettings,
} from '../../../contract/history.ts';
import type { EventOf } from '../../../contract/events.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { createEventCount } from './event-count.ts';
import { type Limits, planPruning, type PruningPlan } from './plan-pruning.ts';
import { engineTypes, giveBack, removeParts, type PruneParts, type Removed, removeRuns } from './prune.ts';
import { createSchedule } from './schedule.ts';
import { createSlices } from './slices.ts';
import { oldUndo, type UndoFolder } from './undo-age.ts';

export type HistoryParts = PruneParts & {
  events: EventLog;
  logger: Logger;
  policy: () => RetentionSettings;
  blobsOf: (runId: string) => { blobs: number; bytes: number };
  blobBytes: () => number;
  /** Former contents of files, by run. */
  undoFolders: () => Promise<UndoFolder[]>;
  pruneAudit: (before: number) => Promise<number>;
  logBytes: () => number;
  databaseBytes: () => number;
  /** Whether a run is being worked on. */
  isBusy: () => boolean;
};

export type HistoryService = {
  get(): Promise<{ sizes: HistorySizes; last?: LastPruning }>;
  preview(limits: PruneLimits): Promise<PrunePreview>;
  /** Errors: `conflict` while another pruning goes on. */
  prune(limits: PruneLimits, by?: 'policy' | 'person'): Promise<PruneReport>;
  /** Errors: `conflict` while runs are under way. */
  compact(): Promise<{ givenBack: number }>;
  /** Why there is no such run. */
  absence(runId: string): string;
  /** Finishes what the last engine had begun to remove, and begins to look at the policy now and then. */
  recover(): Promise<void>;
  close(): Promise<void>;
};

const megabyte = 1024 * 1024;
const day = 86_400_000;

export function createHistory(parts: HistoryParts): HistoryService {
  const { store, events } = parts;
  const logger = parts.logger.from('history');
  const countEvents = createEventCount(store, events.lastSeq);
  let pruning: Promise<PruneReport> | undefined;
  let isClosing = false;
  const schedule = createSchedule({
    logger,
    isBusy: parts.isBusy,
    run: async () => void (await pruning?.catch(() => undefined), await prune({}, 'policy')),
  });

  async function prune(limits: PruneLimits, by: 'policy' | 'person'): Promise<PruneReport> {
    if (pruning) throw new HeronError('conflict', 'Old history is being removed already; wait until that has ended');
    // In the background it makes room for whoever works; a person who asks for it wants it now.
    const mayGoOn = (): boolean => !isClosing && !(by === 'policy' && parts.isBusy());
    pruning = pruneOnce(parts, limits, by, mayGoOn).finally(() => {
      pruning = undefined;
      countEvents.forget();
    });
    return pruning;
  }

  return {
    get: async () => ({ sizes: await sizesOf(parts, await countEvents.now()), ...lastPruning(events) }),
    preview: async (limits) => {
      const plan = await planOf(parts, limits);
      return previewOf(plan, await othersOf(parts, limits));
    },
    prune: (limits, by = 'person') => prune(limits, by),
    async compact() {
      if (parts.isBusy() || pruning) {
        throw new HeronError('conflict', 'Runs are under way; compacting would hold them up. Try again later');
      }
      const before = parts.databaseBytes();
      store.compact();
      store.checkpoint();
      return { givenBack: Math.max(0, before - parts.databaseBytes()) };
    },
    absence: (runId) => absenceOf(runId, lastPruning(events).last),
    async recover() {
      await removeBegun(parts, () => !isClosing);
      schedule.start();
    },
    async close() {
      isClosing = true;
      schedule.stop();
      await pruning?.catch((error: unknown) => logger.warn('Pruning was interrupted', toFailure(error)));
    },
  };
}

function limitsOf({ policy, clock }: HistoryParts, { olderThanMs, largerThanBytes }: PruneLimits): Limits {
  const isAsked = olderThanMs !== undefined || largerThanBytes !== undefined;
  const { runsDays, runsMaxMb } = policy();
  const ofPolicy = {
    age: runsDays > 0 ? runsDays * day : undefined,
    bytes: runsMaxMb > 0 ? runsMaxMb * megabyte : undefined,
  };
  const age = isAsked ? olderThanMs : ofPolicy.age;
  return {
    endedBefore: age === undefined ? undefined : clock() - age,
    mostBytes: isAsked ? largerThanBytes : ofPolicy.bytes,
  };
}

function planOf(parts: HistoryParts, limits: PruneLimits): Promise<PruningPlan> {
  const usedBytes = (): number => {
    const { all, free, size } = parts.store.pages();
    return (all - free) * size + parts.blobBytes();
  };
  return planPruning({ store: parts.store, blobsOf: parts.blobsOf, usedBytes }, limitsOf(parts, limits));
}

type Others = { undo: UndoFolder[]; auditBefore: number | undefined; auditLines: number };

/** What is removed besides runs, when it is the policy that is carried out. */
async function othersOf(parts: HistoryParts, limits: PruneLimits): Promise<Others> {
  const isAsked = limits.olderThanMs !== undefined || limits.largerThanBytes !== undefined;
  if (isAsked) return { undo: [], auditBefore: undefined, auditLines: 0 };
  const { undoDays, undoMaxMb, auditDays } = parts.policy();
  const undo = oldUndo(await parts.undoFolders(), parts.store.endOf, {
    endedBefore: undoDays > 0 ? parts.clock() - undoDays * day : undefined,
    mostBytes: undoMaxMb > 0 ? undoMaxMb * megabyte : undefined,
  });
  const auditBefore = auditDays > 0 ? parts.clock() - auditDays * day : undefined;
  return { undo, auditBefore, auditLines: auditBefore === undefined ? 0 : parts.store.countAudit(auditBefore) };
}

function previewOf({ runs, kept }: PruningPlan, { undo, auditLines }: Others): PrunePreview {
  const sum = (count: (run: PruningPlan['runs'][number]) => number): number =>
    runs.reduce((all, run) => all + count(run), 0);
  const through = runs.at(-1)?.endedAt;
  return {
    runs: runs.length,
    events: sum(({ events }) => events),
    blobs: sum(({ blobs }) => blobs),
    engineEvents: 0,
    undoFolders: undo.length,
    auditLines,
    bytes: sum(({ bytes }) => bytes) + undo.reduce((all, { bytes }) => all + bytes, 0),
    ...(through === undefined ? {} : { through }),
    kept,
  };
}

async function pruneOnce(
  parts: HistoryParts,
  limits: PruneLimits,
  by: 'policy' | 'person',
  mayGoOn: () => boolean,
): Promise<PruneReport> {
  const { store, events } = parts;
  const plan = await planOf(parts, limits);
  const others = await othersOf(parts, limits);
  const planned = previewOf(plan, others);
  const isNothing = planned.runs + planned.undoFolders + planned.auditLines === 0;
  const before = parts.databaseBytes();
  const { through } = planned;
  if (planned.runs > 0) {
    const payload = { by, runs: planned.runs, ...(through === undefined ? {} : { through }) };
    await events.append([{ type: 'history.pruning', payload }]);
  }
  await removeBegun(parts, mayGoOn);
  const removed = await removeRuns(parts, plan, mayGoOn);
  if (removed.runs > 0) store.removeManifests();
  const rest = await removeOthers(parts, limits, others, mayGoOn);
  if (removed.runs + rest.engineEvents > 0) await giveBack(store, mayGoOn);
  const givenBack = Math.max(0, before - parts.databaseBytes()) + rest.undoBytes;
  const report = reportOf(planned, { removed, rest, givenBack, isCut: !mayGoOn() && removed.runs < planned.runs });
  if (!isNothing || rest.engineEvents > 0) {
    await events.append([{ type: 'history.pruned', payload: { by, report } }]);
  }
  return report;
}

/** What was interrupted goes first. */
async function removeBegun(parts: HistoryParts, mayGoOn: () => boolean): Promise<void> {
  for (const runId of parts.store.begun()) await removeParts(parts, createSlices(mayGoOn), runId);
}

type Rest = { engineEvents: number; undoFolders: number; undoBytes: number; auditLines: number };

async function removeOthers(
  parts: HistoryParts,
  limits: PruneLimits,
  { undo, auditBefore }: Others,
  mayGoOn: () => boolean,
): Promise<Rest> {
  const rest = { engineEvents: 0, undoFolders: 0, undoBytes: 0, auditLines: 0 };
  for (const { runId, bytes } of undo) {
    if (!mayGoOn()) return rest;
    await parts.forgetUndo(runId);
    rest.undoFolders += 1;
    rest.undoBytes += bytes;
  }
  if (auditBefore !== undefined && mayGoOn()) rest.auditLines = await parts.pruneAudit(auditBefore);
  const { endedBefore } = limitsOf(parts, limits);
  if (endedBefore === undefined) return rest;
  const beforeSeq = parts.store.seqAt(endedBefore, parts.events.lastSeq());
  const slices = createSlices(mayGoOn);
  for (const type of engineTypes) {
    rest.engineEvents += await slices.drain((most) => parts.store.removeEngineEvents(type, beforeSeq, most));
  }
  return rest;
}

function reportOf(
  planned: PrunePreview,
  { removed, rest, givenBack, isCut }: { removed: Removed; rest: Rest; givenBack: number; isCut: boolean },
): PruneReport {
  const { engineEvents, undoFolders, undoBytes, auditLines } = rest;
  return {
    ...planned,
    ...removed,
    engineEvents,
    undoFolders,
    auditLines,
    bytes: removed.bytes + undoBytes,
    givenBack,
    isCut,
  };
}

async function sizesOf(parts: HistoryParts, events: number): Promise<HistorySizes> {
  const { free, size } = parts.store.pages();
  const undo = await parts.undoFolders();
  return {
    database: parts.databaseBytes(),
    databaseFree: free * size,
    blobs: parts.blobBytes(),
    undo: undo.reduce((all, { bytes }) => all + bytes, 0),
    logs: parts.logBytes(),
    runs: parts.store.countRuns(),
    events,
    auditLines: parts.store.countAudit(Number.MAX_SAFE_INTEGER),
  };
}

/** The last time that runs were removed, with the newest of all that ever went. */
function lastPruning(events: EventLog): { last?: LastPruning } {
  const last: EventOf<'history.pruning'> | undefined = events.last('history.pruning', {});
  return last ? { last: { at: last.at, ...last.payload } } : {};
}

function absenceOf(runId: string, last: LastPruning | undefined): string {
  const message = `There is no run ${runId}`;
  if (!last) return message;
  return `${message}; older runs were removed on ${new Date(last.at).toISOString().slice(0, 10)}`;
}
