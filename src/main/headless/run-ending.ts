import type { Failure } from '../../contract/errors.ts';
import type { AnyEvent } from '../../contract/events.ts';
import type { PermissionNeed } from '../../contract/permission-need.ts';
import type { Run } from '../../contract/runs.ts';
import { allowFlag } from './allowance.ts';
import type { EngineAccess } from './engine-access.ts';
import { exitCode, exitCodeOfRun } from './exit-code.ts';
import { printable, printableLine } from '../base/printable.ts';
import type { BlockedTask } from './taken-up-run.ts';
import type { Terminal } from './terminal.ts';

type EndingParts = { terminal: Terminal; engine: EngineAccess; runId: string };

/** `hasPrinted`: what a person has read already is not written again. */
type ReportParts = EndingParts & { hasPrinted: (message: string) => boolean };

/** The exit code of a run that has ended; undefined while it goes on. */
export function endedCode(run: Run): number | undefined {
  if (run.endedAt === undefined) return undefined;
  if (run.status === 'cancelled') return exitCode.cancelled;
  return run.error ? exitCodeOfRun(run.error) : exitCode.completed;
}

/** The exit code if the event ends the run; what went wrong is written for the person. */
export async function endingOf(parts: ReportParts, event: AnyEvent): Promise<number | undefined> {
  switch (event.type) {
    case 'run.completed':
      return exitCode.completed;
    case 'run.cancelled':
      parts.terminal.err(`Stopped: ${printable(event.payload.reason)}`);
      return exitCode.cancelled;
    case 'run.failed':
      await reportFailure(parts, event.payload.error);
      return exitCodeOfRun(event.payload.error);
    default:
      return undefined;
  }
}

/** Nobody is there to decide about a task that was cut off; says how somebody can. */
export function reportUncertain({ terminal, runId }: EndingParts, taskId: string): number {
  terminal.err(`Heron ended in the middle of the task ${taskId} and cannot know how far it got. Decide with one of:`);
  for (const decision of ['retry', 'skip', 'abort'])
    terminal.err(`  heron runs resolve ${runId} ${taskId} ${decision}`);
  return exitCode.failed;
}

/** Nobody is there to answer what a task stopped with; says how somebody can. */
export function reportBlocked({ terminal, runId }: EndingParts, { taskId, question }: BlockedTask): number {
  terminal.err(`The task ${taskId} asks: ${printable(question.text)}`);
  const answer = question.choices?.map((choice) => printableLine(choice)).join('|') ?? '…';
  terminal.err(`Answer it with:\n  heron runs answer ${runId} ${taskId} "${answer}"`);
  return exitCode.failed;
}

async function reportFailure(parts: ReportParts, error: Failure): Promise<void> {
  if (!parts.hasPrinted(error.message)) parts.terminal.err(printable(error.message));
  if (error.code !== 'permission-missing') return;
  for (const need of await missingNeeds(parts, error)) parts.terminal.err(`  ${allowFlag(need)}`);
}

type Need = Pick<PermissionNeed, 'capability' | 'target'>;

/** What the failed run lacked. The error lists it; should it not, the engine is asked, which knows of the plan's needs only. */
async function missingNeeds({ engine, runId }: EndingParts, error: Failure): Promise<Need[]> {
  const listed = error.details?.['missing'];
  const needs = Array.isArray(listed) ? (listed as Need[]) : await (await engine.client()).runs.missing({ runId });
  return [...new Map(needs.map((need) => [`${need.capability}:${need.target}`, need])).values()];
}
