import { setTimeout as delay } from 'node:timers/promises';
import type { AnyEvent } from '../../contract/events.ts';
import type { Plan } from '../../contract/plan.ts';
import { watchEvents } from '../../contract/watch-events.ts';
import { type Attendant, createAttendant } from './attend-run.ts';
import type { EngineAccess } from './engine-access.ts';
import { exitCode } from './exit-code.ts';
import { failureOf } from './failure-of.ts';
import { printable } from '../base/printable.ts';
import { endedCode, endingOf, reportBlocked, reportUncertain } from './run-ending.ts';
import { createWaitingReport } from './report-waiting.ts';
import { createRunPrinter } from './run-printer.ts';
import type { TakenUpRun } from './taken-up-run.ts';
import type { Terminal } from './terminal.ts';

export type FollowParts = {
  terminal: Terminal;
  engine: EngineAccess;
  runId: string;
  plan: Plan;
  /** Task titles by id, where they are better known than in the plan. */
  titles: ReadonlyMap<string, string>;
  /** Tasks whose effect cannot be undone; the questions about them say so. */
  lasting?: ReadonlySet<string>;
  /** Write each event as JSON instead of lines for a person. */
  json: boolean;
  /** Put questions to the person. */
  isAttended: boolean;
  /** Where the run began before this command. */
  takenUp?: TakenUpRun;
};

/** About ten seconds of asking in vain; then the engine is taken to have ended. */
const mostBreaks = 8;

/** Follows a run to its end, answering its questions and passing Ctrl-C on; gives the exit code. */
export async function followRun(parts: FollowParts): Promise<number> {
  const { terminal, takenUp } = parts;
  const ended = takenUp && endedCode(takenUp.run);
  if (ended !== undefined) return ended;
  const printer = createRunPrinter(terminal, parts.plan, parts.titles, takenUp?.run);
  const { taskTitle } = printer;
  const askedTitle = (taskId: string): string =>
    taskTitle(taskId) + (parts.lasting?.has(taskId) ? ' (cannot be undone)' : '');
  const attendant = parts.isAttended ? createAttendant({ ...parts, taskTitle: askedTitle }) : undefined;
  const waiting = createWaitingReport({ ...parts, taskTitle });
  if (takenUp && attendant) attendant.begin(takenUp);
  else if (takenUp?.uncertainTasks[0]) return reportUncertain(parts, takenUp.uncertainTasks[0]);
  else if (takenUp?.blockedTasks[0]) return reportBlocked(parts, takenUp.blockedTasks[0]);
  else if (takenUp) waiting.begin(takenUp.requests);
  const stopped = new AbortController();
  const endListening = terminal.onInterrupt(createCanceller(parts, stopped, attendant));
  const stream = watchRun(parts, stopped);
  try {
    for await (const event of stream.events) {
      if (parts.json) terminal.out(JSON.stringify(event));
      else printer.print(event);
      if (!attendant) await waiting.heed(event);
      const code =
        (await endingOf({ ...parts, hasPrinted: printer.hasPrinted }, event)) ?? attend(parts, attendant, event);
      if (code !== undefined) return code;
    }
    if (!stream.isLost()) return exitCode.cancelled;
    terminal.err('Heron has ended; to go on with the run: heron resume');
    return exitCode.failed;
  } finally {
    endListening();
    attendant?.close();
    stopped.abort();
  }
}

function attend(parts: FollowParts, attendant: Attendant | undefined, event: AnyEvent): number | undefined {
  attendant?.heed(event);
  const { taskId = '' } = event.scope;
  if (attendant) return undefined;
  if (event.type === 'run.stalled') {
    parts.terminal.err('Nobody waits for that here; to go on with the run: heron resume');
    return exitCode.failed;
  }
  if (event.type === 'task.blocked') return reportBlocked(parts, { taskId, question: event.payload.question });
  return event.type === 'task.uncertain' ? reportUncertain(parts, taskId) : undefined;
}

function watchRun({ engine, runId, takenUp }: FollowParts, stopped: AbortController) {
  const { signal } = stopped;
  let breaks = 0;
  const events = watchEvents({
    open: async (after) => {
      const client = await engine.client();
      const stream = await client.events.watch({ scope: { runId }, after }, { signal });
      breaks = 0;
      return stream;
    },
    after: takenUp?.after ?? 0,
    sleep: (ms) => delay(ms, undefined, { signal }).catch(() => {}),
    signal,
    onBreak: () => {
      breaks += 1;
      if (breaks > mostBreaks) stopped.abort();
    },
  });
  return { events, isLost: () => breaks > mostBreaks };
}

/** The first Ctrl-C stops the run and waits for its end; the second waits no longer. */
function createCanceller(
  { terminal, engine, runId }: FollowParts,
  stopped: AbortController,
  attendant: Attendant | undefined,
): () => void {
  let isStopping = false;
  return () => {
    if (isStopping) return stopped.abort();
    isStopping = true;
    attendant?.close();
    terminal.err('Stopping…');
    engine
      .client()
      .then((client) => client.runs.cancel({ runId, reason: 'stopped by the person' }))
      .catch((error: unknown) => terminal.err(printable(failureOf(error).message)));
  };
}
