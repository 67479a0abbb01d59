import type { Clock } from '../../../base/clock.ts';
import type { Logger } from '../../../base/logger.ts';
import { type AuditRow, chainStart, lineHash } from './chain.ts';
import type { HeadFile } from './head-file.ts';
import type { AuditRows } from './rows.ts';

type OpenParts = { rows: AuditRows; head: HeadFile; clock: Clock; logger: Logger };

/**
 * Where the next line goes on. Lines that were remembered but are gone keep their numbers, so that the gap stays to
 * be seen. The first time, the lines that are there already are held by one checkpoint.
 */
export function openChain({ rows, head, clock, logger }: OpenParts): { seq: number; hash: string } {
  const last = rows.last();
  const remembered = readQuietly(head, logger);
  if (!rows.checkpoint('start')) {
    const whole = hashOf(rows);
    // Who takes the beginning away does not get a new one: the end is remembered.
    if (!remembered || remembered.hash === whole.hash) {
      const lines = last?.seq ?? 0;
      head.write({ lines, hash: whole.hash });
      rows.addCheckpoint({ kind: 'start', through_seq: lines, lines: whole.lines, hash: whole.hash, at: clock() });
      return { seq: lines, hash: whole.hash };
    }
  }
  const kept = position(rows);
  if (!remembered)
    logger.error('Nothing remembers the end of the audit log; whether lines are missing there cannot be told');
  if (!remembered || remembered.lines <= kept.seq) return kept;
  logger.error('Lines are missing at the end of the audit log', { kept: kept.seq, remembered: remembered.lines });
  return { seq: remembered.lines, hash: remembered.hash };
}

function position(rows: AuditRows): { seq: number; hash: string } {
  const last = rows.last();
  const [pruned, start] = [rows.checkpoint('pruned'), rows.checkpoint('start')];
  if (last?.hash) return { seq: last.seq, hash: last.hash };
  const checkpoint = [pruned, start].find((each) => each && each.through_seq >= (last?.seq ?? 0));
  return checkpoint
    ? { seq: checkpoint.through_seq, hash: checkpoint.hash }
    : { seq: last?.seq ?? 0, hash: hashOf(rows).hash };
}

/** Of lines from before the chain; there are as many as the older Heron wrote. */
function hashOf(rows: AuditRows): { hash: string; lines: number } {
  let hash = rows.checkpoint('pruned')?.hash ?? chainStart;
  let lines = 0;
  let page: AuditRow[];
  let after = Number.MIN_SAFE_INTEGER;
  do {
    page = rows.page(after, Number.MAX_SAFE_INTEGER, 1000);
    for (const row of page) hash = lineHash(hash, row.seq, row);
    lines += page.length;
    after = page.at(-1)?.seq ?? after;
  } while (page.length > 0);
  return { hash, lines };
}

function readQuietly(head: HeadFile, logger: Logger): ReturnType<HeadFile['read']> {
  try {
    return head.read();
  } catch (error) {
    logger.error('The end of the audit log cannot be read', { error: String(error) });
    return undefined;
  }
}
