import type { AuditIntegrity } from '../../../../contract/permissions.ts';
import { HeronError } from '../../../base/errors.ts';
import type { AuditHead, HeadFile } from './head-file.ts';
import { chainStart } from './chain.ts';
import type { AuditRows, CheckpointRow } from './rows.ts';
import { type ChainProblem, missing, walkChain, type Walked } from './walk.ts';

export const pruneOperation = 'audit.prune';

/** The rule of the line that signs a pruning off. */
export function pruneRule({ lines, through_seq, hash }: Pick<CheckpointRow, 'lines' | 'through_seq' | 'hash'>): string {
  return `${lines} lines through line ${through_seq}, hash ${hash}`;
}

/** Computes the chain anew and compares it with what was written down outside of it. */
export async function verifyChain(parts: { rows: AuditRows; head: HeadFile }): Promise<Omit<AuditIntegrity, 'at'>> {
  const { rows } = parts;
  const pruned = rows.checkpoint('pruned');
  const head = readHead(parts.head);
  const through = Math.max(rows.last()?.seq ?? 0, pruned?.through_seq ?? 0);
  let isSignedOff = pruned === undefined;
  let hashAtHead = head?.lines === pruned?.through_seq ? pruned?.hash : undefined;
  const walked = await walkChain(rows, through, (row, hash) => {
    if (pruned && row.operation === pruneOperation && row.rule === pruneRule(pruned)) isSignedOff = true;
    if (head && 'lines' in head && row.seq === head.lines) hashAtHead = hash;
  });
  const problem =
    walked.problem ??
    (isSignedOff ? undefined : unsigned(pruned)) ??
    judgeHead(head, { through, hashAtHead, pruned: pruned?.through_seq ?? 0 });
  return report(walked, pruned, problem);
}

function report(
  walked: Walked,
  pruned: CheckpointRow | undefined,
  problem: ChainProblem | undefined,
): Omit<AuditIntegrity, 'at'> {
  return {
    state: problem ? 'broken' : 'unbroken',
    lines: walked.lines,
    olderThanChain: walked.unchained,
    pruned: pruned?.through_seq ?? 0,
    ...(walked.firstAt === undefined ? {} : { since: walked.firstAt }),
    ...(problem ? { problem } : {}),
  };
}

function readHead(file: HeadFile): (AuditHead & { fault?: undefined }) | { fault: string; lines?: undefined } {
  try {
    return file.read() ?? { fault: 'The file that remembers the end of the audit log is gone' };
  } catch (error) {
    if (error instanceof HeronError) return { fault: error.message };
    throw error;
  }
}

function judgeHead(
  head: ReturnType<typeof readHead>,
  found: { through: number; hashAtHead: string | undefined; pruned: number },
): ChainProblem | undefined {
  if (head.fault !== undefined) {
    return {
      kind: 'head',
      seq: found.through,
      message: `${head.fault}: whether lines are missing at the end cannot be told`,
    };
  }
  if (head.lines > found.through) return missing(found.through + 1, head.lines);
  if (head.lines < found.pruned) return undefined;
  const expected = head.lines === 0 ? chainStart : found.hashAtHead;
  if (expected === head.hash) return undefined;
  const message = `The log was written anew: line ${head.lines} is not the one that Heron remembers`;
  return { kind: 'changed', seq: head.lines, message };
}

function unsigned(pruned: CheckpointRow | undefined): ChainProblem {
  const seq = pruned?.through_seq ?? 0;
  return { kind: 'missing', seq, message: `The lines through ${seq} are missing, and no line says who pruned them` };
}
