import type { AuditEntry, AuditFilter, AuditIntegrity } from '../../../contract/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../base/database.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import { createGroupCommit, type GroupCommit } from '../../base/group-commit.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import { type AuditRowContent, lineHash } from './audit/chain.ts';
import { createHeldLines } from './audit/held-lines.ts';
import { type HeadFile, headFile } from './audit/head-file.ts';
import { openChain } from './audit/open-chain.ts';
import { type AuditRows, auditRows, type CheckpointRow } from './audit/rows.ts';
import { pruneOperation, pruneRule, verifyChain } from './audit/verify.ts';
import { walkChain } from './audit/walk.ts';

export type AuditLine = Omit<AuditEntry, 'seq' | 'at'>;

export type AuditLog = {
  /**
   * Adds a line; lines of one turn of the loop share a commit, which waits for the disk unless it is all about files. Resolves when it
   * is on record: nothing is allowed that leaves no trace. While the disk is full, or somebody else has the database, that takes as long as
   * it takes; after a line that could not be written for another reason every further call throws. Nobody has to wait for it.
   */
  add(line: AuditLine): Promise<void>;
  /** Lines wait to be written down. */
  standsStill(): boolean;
  search(filter: AuditFilter): AuditEntry[];
  /** Computes the chain of hashes anew, and names the first line that is not as it was written. */
  verify(): Promise<AuditIntegrity>;
  /**
   * Removes the oldest lines, up to the first of this time or later, and says so in a line of its own. Gives how many.
   * Errors: `conflict` when they are not as they were written: what is broken is not thrown away.
   */
  prune(before: number): Promise<number>;
  /** Waits for the commits under way, and for their end to be on disk outside the database too. */
  settled(): Promise<void>;
  /** Lines that could not be written are not tried again. */
  close(): void;
};

export type AuditLogParts = {
  database: Database;
  clock: Clock;
  logger: Logger;
  /** Where the end of the chain is remembered, outside the database. */
  headFile: string;
  /** Takes the values of secrets out of a text. */
  scrub?: ScrubText;
};

type Entry = { row: AuditRowContent; pruning?: CheckpointRow };
type Position = { seq: number; hash: string };

export function createAuditLog(parts: AuditLogParts): AuditLog {
  const { database, clock, logger, scrub = (text) => text } = parts;
  const rows = auditRows(database);
  const head = headFile(parts.headFile);
  let position: Position = openChain({ rows, head, clock, logger });
  let next = position;
  const remembered = createRemembering(head, logger);
  const commits = createGroupCommit<Entry, void>({
    database,
    begin: () => {
      next = position;
    },
    write: (entry) => {
      next = write(rows, next, entry);
    },
    committed: () => {
      position = next;
    },
    safe: () => remembered.soon(position),
    needsNoWaiting: isFileAccess,
  });
  let broken: Error | undefined;
  const lines = createHeldLines<Entry>({ commit: commits.add, tell: tellIn(logger) });

  const entryOf = (line: AuditLine): Entry => ({ row: rowOf(line, clock(), scrub) });

  function fail(error: unknown): void {
    broken = error instanceof Error ? error : new Error(String(error));
    logger.error('The audit log cannot be written; nothing is allowed until Heron is started again', {
      error: String(error),
    });
  }

  return {
    add: (line) => {
      if (broken) throw broken;
      const kept = lines.add(entryOf(line));
      kept.catch(fail);
      return kept;
    },
    standsStill: lines.standsStill,
    search: (filter) => rows.search(filter),
    verify: async () => {
      await commits.settled();
      remembered.now();
      return { at: clock(), ...(await verifyChain({ rows, head })) };
    },
    prune: (before) => pruneBefore({ rows, commits, entryOf }, before, clock()),
    settled: async () => {
      await commits.settled();
      remembered.now();
    },
    close: lines.close,
  };
}

/** There are very many of them, and what they change is in the file journal besides. */
function isFileAccess({ row: { operation, decision }, pruning }: Entry): boolean {
  return !pruning && decision === 'allowed' && operation.startsWith('files.');
}

function rowOf(line: AuditLine, at: number, scrub: ScrubText): Entry['row'] {
  return {
    at,
    run_id: line.runId ?? null,
    task_id: line.taskId ?? null,
    worker_id: line.workerId,
    operation: line.operation,
    target: scrub(line.target),
    decision: line.decision,
    rule: line.rule,
  };
}

function write(rows: AuditRows, before: Position, { row, pruning }: Entry): Position {
  if (pruning) {
    rows.addCheckpoint(pruning);
    rows.removeThrough(pruning.through_seq);
  }
  const seq = before.seq + 1;
  const hash = lineHash(before.hash, seq, row);
  rows.insert(seq, row, hash);
  return { seq, hash };
}

type PruneParts = { rows: AuditRows; commits: GroupCommit<Entry, void>; entryOf: (line: AuditLine) => Entry };

async function pruneBefore({ rows, commits, entryOf }: PruneParts, before: number, at: number): Promise<number> {
  await commits.settled();
  const pruning = await planPruning(rows, before, at);
  if (!pruning) return 0;
  const target = `before ${new Date(before).toISOString()}`;
  const rule = pruneRule(pruning);
  const line = { workerId: 'heron', operation: pruneOperation, target, decision: 'allowed', rule } as const;
  await commits.add({ ...entryOf(line), pruning });
  return pruning.lines;
}

function tellIn(logger: Logger): (error: unknown) => void {
  return (error) => {
    if (error === undefined) logger.info('The audit log can be written again; nothing of it was lost');
    else logger.warn('The audit log cannot be written now; what workers want waits', toFailure(error));
  };
}

async function planPruning(rows: AuditRows, before: number, at: number): Promise<CheckpointRow | undefined> {
  const firstKept = rows.firstSince(before);
  const through = firstKept === undefined ? (rows.last()?.seq ?? 0) : firstKept - 1;
  if (through <= (rows.checkpoint('pruned')?.through_seq ?? 0)) return undefined;
  const { hash, lines, problem } = await walkChain(rows, through);
  if (problem) {
    throw new HeronError(
      'conflict',
      `Nothing was pruned, because the audit log is broken: ${problem.message}`,
      problem,
    );
  }
  return { kind: 'pruned', through_seq: through, lines, hash, at };
}

const rememberedEveryMs = 1000;

/** The end of the chain on disk, at most a second after the lines themselves: a file for each commit would slow every step. */
function createRemembering(head: HeadFile, logger: Logger) {
  let latest: Position | undefined;
  let timer: NodeJS.Timeout | undefined;

  function now(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!latest) return;
    try {
      head.write({ lines: latest.seq, hash: latest.hash });
      latest = undefined;
    } catch (error) {
      logger.error('The end of the audit log cannot be written down', { error: String(error) });
    }
  }

  return {
    now,
    soon(position: Position): void {
      latest = position;
      timer ??= setTimeout(now, rememberedEveryMs).unref();
    },
  };
}
