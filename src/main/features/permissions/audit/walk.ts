import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditIntegrity } from '../../../../contract/permissions.ts';
import { type AuditRow, chainStart, lineHash } from './chain.ts';
import type { AuditRows } from './rows.ts';

export type ChainProblem = NonNullable<AuditIntegrity['problem']>;

export type Walked = {
  /** The hash of the last line that was right. */
  hash: string;
  lines: number;
  unchained: number;
  firstAt: number | undefined;
  problem: ChainProblem | undefined;
};

const pageLength = 1000;

/**
 * Computes the chain anew from its beginning through a line, a page a turn so that nothing else waits; `visit` sees
 * every line that is right. Stops at the first that is not.
 */
export async function walkChain(
  rows: AuditRows,
  through: number,
  visit: (row: AuditRow, hash: string) => void = () => undefined,
): Promise<Walked> {
  const start = rows.checkpoint('start');
  const pruned = rows.checkpoint('pruned');
  const walked: Walked = {
    hash: pruned?.hash ?? chainStart,
    lines: 0,
    unchained: 0,
    firstAt: undefined,
    problem: undefined,
  };
  const before = pruned?.through_seq ?? 0;
  const [stray] = rows.page(Number.MIN_SAFE_INTEGER, before, 1);
  if (stray) return { ...walked, problem: inserted(stray.seq) };
  let expected = before + 1;
  for (;;) {
    // One more than a page: whether a line was put in shows in the next.
    const page = rows.page(expected - 1, through, pageLength + 1);
    for (const [index, row] of page.slice(0, pageLength).entries()) {
      const hash = lineHash(walked.hash, row.seq, row);
      const isOld = start !== undefined && row.seq <= start.through_seq;
      walked.problem = judge({ row, hash, expected, isOld, previous: walked.hash, next: page[index + 1] });
      if (!walked.problem && row.seq === start?.through_seq && hash !== start.hash)
        walked.problem = changedBefore(start.lines);
      if (walked.problem) return walked;
      visit(row, hash);
      walked.hash = hash;
      walked.lines += 1;
      if (row.hash === null) walked.unchained += 1;
      walked.firstAt ??= row.at;
      expected += 1;
    }
    if (page.length <= pageLength) break;
    await nextTurn();
  }
  if (expected <= through) walked.problem = missing(expected, through);
  return walked;
}

type Judged = {
  row: AuditRow;
  hash: string;
  expected: number;
  isOld: boolean;
  previous: string;
  next: AuditRow | undefined;
};

function judge({ row, hash, expected, isOld, previous, next }: Judged): ChainProblem | undefined {
  if (row.seq > expected) return missing(expected, row.seq - 1);
  if (row.hash === null ? isOld : row.hash === hash) return undefined;
  // Lines that were moved up to make room still carry the hashes of their old places.
  const isMovedUp = next?.hash === (next && lineHash(previous, row.seq, next));
  if (row.hash === null || (next && isMovedUp)) return inserted(row.seq);
  return { kind: 'changed', seq: row.seq, message: `Line ${row.seq} is not as it was written` };
}

function inserted(seq: number): ChainProblem {
  return { kind: 'inserted', seq, message: `Line ${seq} was put in afterwards` };
}

export function missing(first: number, last: number): ChainProblem {
  const which = first === last ? `Line ${first} is missing` : `Lines ${first} to ${last} are missing`;
  return { kind: 'missing', seq: first, message: which };
}

/** Lines from before the chain have no hashes of their own, so it cannot be said which. */
function changedBefore(lines: number): ChainProblem {
  return { kind: 'changed', seq: 1, message: `Among the first ${lines} lines, older than the chain, one was changed` };
}
