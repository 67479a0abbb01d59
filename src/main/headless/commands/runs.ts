import { classOf, failureClassNames } from '../../../contract/failure-classes.ts';
import { whatOf } from '../../../contract/plan-task.ts';
import { estimateText, usageTexts } from '../../../contract/usage.ts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Run, RunStatus, TaskState } from '../../../contract/runs.ts';
import { findCutOffRuns, reportCutOff } from '../cut-off-runs.ts';
import { exitCode } from '../exit-code.ts';
import { failureOf } from '../failure-of.ts';
import { findRun } from '../find-run.ts';
import { followRun } from '../follow-run.ts';
import { plainText } from '../plain-text.ts';
import { printable } from '../../base/printable.ts';
import { tableLines, timeText } from '../table.ts';
import { caughtText, overBudgetText, stalledText } from '../run-printer.ts';
import { takeUpRun } from '../taken-up-run.ts';
import type { Terminal } from '../terminal.ts';
import type { Decision } from '../uncertain-tasks.ts';
import { type CommandParts, withEngine } from './command.ts';

export type ListOptions = { status?: RunStatus; limit: number; json?: boolean };

/** `heron runs`: the newest runs. */
export function listRuns({ terminal, openEngine }: CommandParts, options: ListOptions): Promise<number> {
  const { status, limit, json } = options;
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const runs = await client.runs.list({ limit, ...(status ? { status } : {}) });
    const cutOff = await findCutOffRuns(client);
    const rows = runs.map(({ id, status: kept, createdAt, tasks, undone, opened, title }) => {
      const state = cutOff.has(id) ? 'interrupted' : kept;
      const progress = `${tasks.completed}/${tasks.total}`;
      const marks = `${undone ? ', undone' : ''}${opened ? ', opened' : ''}`;
      return [id, `${state}${marks}`, timeText(createdAt), progress, title];
    });
    const marked = runs.map((run) => (cutOff.has(run.id) ? { ...run, interrupted: true } : run));
    for (const line of json ? [JSON.stringify(marked)] : tableLines(rows)) terminal.out(line);
    reportCutOff(terminal, cutOff);
    return exitCode.completed;
  });
}

/** `heron runs show <id>`: one run, task by task. */
export function showRun(parts: CommandParts, runId: string, options: { json?: boolean }): Promise<number> {
  const { terminal, openEngine } = parts;
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const run = await findRun(client, runId);
    const isInterrupted = run.endedAt === undefined && (await findCutOffRuns(client)).has(runId);
    if (options.json) terminal.out(JSON.stringify(isInterrupted ? { ...run, interrupted: true } : run));
    else printRun(terminal, run, isInterrupted);
    return exitCode.completed;
  });
}

/** `heron runs pin <id>` and `unpin` */
export function pinRun({ terminal, openEngine }: CommandParts, runId: string, isPinned: boolean): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await findRun(client, runId);
    await client.runs.pin({ runId, isPinned });
    terminal.err(isPinned ? 'The run is kept, however old it gets' : 'The run is removed when it is old enough');
    return exitCode.completed;
  });
}

/** `heron runs resolve <id> <task> retry|skip|abort`: decides about a task that was cut off, and follows the run. */
export function resolveTask(parts: CommandParts, runId: string, taskId: string, decision: Decision): Promise<number> {
  const { terminal, openEngine } = parts;
  // The run that waits for the decision is one that the last engine left unfinished.
  return withEngine(openEngine, { resumesRuns: true }, async (client, engine) => {
    const before = await takeUpRun(engine, runId);
    await untilFound(() => client.runs.resolve({ runId, taskId, decision }));
    const { plan } = before.run;
    const takenUp = { ...before, uncertainTasks: before.uncertainTasks.filter((id) => id !== taskId) };
    const { isAttended } = terminal;
    return followRun({ terminal, engine, runId, plan, titles: new Map(), json: false, isAttended, takenUp });
  });
}

/** `heron runs answer <id> <task> <answer>`: answers what a task stopped with, and follows the run. */
export function answerTask(parts: CommandParts, runId: string, taskId: string, answer: string): Promise<number> {
  const { terminal, openEngine } = parts;
  return withEngine(openEngine, { resumesRuns: true }, async (client, engine) => {
    const before = await takeUpRun(engine, runId);
    await untilFound(() => client.runs.answer({ runId, taskId, answer }));
    const { plan } = before.run;
    const takenUp = { ...before, blockedTasks: before.blockedTasks.filter((task) => task.taskId !== taskId) };
    const { isAttended } = terminal;
    return followRun({ terminal, engine, runId, plan, titles: new Map(), json: false, isAttended, takenUp });
  });
}

/** An engine that has just begun may still be on its way to the task that waits. */
async function untilFound(call: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      await call();
      return;
    } catch (error) {
      if (failureOf(error).code !== 'not-found' || tries === 49) throw error;
      await delay(100);
    }
  }
}

function startedBy({ kind, id, delivery }: NonNullable<Run['trigger']>): string {
  if (kind === 'failure') return `started because ${delivery ?? 'a run'} of the workflow ${id} failed`;
  return `started by ${kind === 'webhook' ? 'a call of the webhook' : 'the schedule'} ${id}`;
}

function printRun(terminal: Terminal, run: Run, isInterrupted: boolean): void {
  const status = isInterrupted ? 'interrupted' : run.status;
  const ended = run.endedAt === undefined ? '' : `, ended ${timeText(run.endedAt)}`;
  terminal.out(printable(run.plan.title));
  const kind = kindText(run);
  const marks = `${run.undone ? ', undone' : ''}${run.pinned ? ', pinned' : ''}`;
  terminal.out(`${run.id}  ${status}${kind}${marks}  began ${timeText(run.createdAt)}${ended}`);
  if (run.opened) {
    const { file, madeAt, heron } = run.opened;
    terminal.out(printable(`opened from the file ${file}, made on ${timeText(madeAt)} by Heron ${heron}`));
  }
  if (run.trigger) {
    terminal.out(startedBy(run.trigger));
  }
  if (run.handedOver) {
    const { title, runId, problem = '' } = run.handedOver;
    const became = runId === undefined ? `which could not be started: ${problem}` : `as ${runId}`;
    terminal.out(printable(`handed over to the error workflow “${title}”, ${became}`));
  }
  if (run.origin) terminal.out(`forked from ${run.origin.runId}, beginning with ${run.origin.taskId}`);
  if (run.used) terminal.out(`used ${usageTexts(run.used, run.plan.budget).join(', ')}`);
  if (run.overBudget) terminal.out(overBudgetText(run.overBudget));
  if (run.estimate) terminal.out(`declared to cost ${estimateText(run.estimate)}`);
  const rows = run.plan.tasks.map((task) => {
    const { id, title } = task;
    const state = run.tasks[id];
    const said = firstLine(plainText(saidOf(state)));
    const became = state?.keptFrom ? 'kept' : (state?.status ?? 'waiting');
    const used = state?.used ? usageTexts(state.used, task.budget).join(', ') : '';
    return [`  ${became}${kindText(state)}`, title ?? id, whatOf(task), said, used];
  });
  for (const line of tableLines(rows)) terminal.out(line);
  if (run.stalled) terminal.out(stalledText(run.stalled));
  const { error } = run;
  const isTold = Object.values(run.tasks).some((task) => task.error?.message === error?.message);
  if (error && !(isTold && !error.message.includes('\n'))) terminal.out(printable(error.message));
}

function saidOf({ says, caught, error, awaited }: Partial<TaskState> = {}): string {
  if (caught && error) return caughtText(error, caught);
  return says ?? error?.message ?? awaited?.webhook?.url ?? '';
}

/** Of what failed: who can do something about it. */
function kindText(state: Pick<TaskState | Run, 'status' | 'error'> | undefined): string {
  return state?.status === 'failed' && state.error ? ` (${failureClassNames[classOf(state.error)]})` : '';
}

function firstLine(text: string): string {
  const [first = '', ...more] = text.split('\n');
  return more.length > 0 ? `${first} …` : first;
}
