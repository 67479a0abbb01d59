import type { ErrorCode } from '../../../contract/errors.ts';
import type { Manner } from '../../../contract/manners.ts';
import { type Task, whatOf } from '../../../contract/plan-task.ts';
import { type Run, stoppedByPerson } from '../../../contract/runs.ts';
import { saidIn, stepsText } from './answer-manner.ts';

/** What can be done about a failure, for the codes where it is not plain from the message. */
const advice: Partial<Record<ErrorCode, string>> = {
  'invalid-input': 'Say it with other values.',
  'invalid-plan': 'Say it in other words.',
  'not-found': 'Check the name, then ask again.',
  'already-exists': 'Choose another name, or say that it may be overwritten.',
  conflict: 'Look at what changed, then ask again.',
  'permission-missing': 'Nobody was there to allow it. Ask again while you are here to answer.',
  'not-declared': 'The worker was not made for this; its maker has to declare it.',
  timeout: 'Try again, or ask for less at once.',
  'limit-exceeded': 'Ask for less at once.',
  'worker-crashed': 'Try again; if it crashes again, the log says more.',
  'worker-unavailable': 'Open Workers to see what keeps it from running.',
  'circuit-open': 'Ask again a little later; Workers says when it is tried.',
  blocked: 'Ask again while you are here to answer.',
  uncertain: 'Look whether it was done before you ask again.',
  network: 'Check the connection and the address, then ask again.',
  storage: 'Check that the disk has room and can be written, then ask again.',
  internal: 'This is a fault in Heron; the log says more.',
};

/** What the assistant says when a run has ended; Markdown. */
export function answerText(run: Run, manner: Manner): string {
  const says = run.plan.tasks.flatMap((task) => run.tasks[task.id]?.says ?? []);
  const done = says.filter((text) => text !== '').map((text) => saidIn(manner, text));
  const paragraphs = [...done];
  if (run.status === 'failed') paragraphs.push(...failures(run, manner));
  if (run.status === 'cancelled') paragraphs.push(stopped(run.error?.message));
  if (paragraphs.length === 0) paragraphs.push('Done.');
  const steps = manner.verbosity === 'detailed' ? stepsText(run) : '';
  return [...paragraphs, steps].filter((text) => text !== '').join('\n\n');
}

/** A stop by the person's own hand needs no reason. */
function stopped(reason: string | undefined): string {
  return reason === undefined || reason === stoppedByPerson ? 'Stopped, as you asked.' : `Stopped: ${reason}.`;
}

function failures(run: Run, { verbosity }: Manner): string[] {
  // A person's own no is no failure.
  if (run.error?.code === 'permission-denied' && run.error.details?.['rule'] === 'the person') {
    const { capability, target } = run.error.details;
    const what = capability === 'code' ? 'the code' : `\`${String(target)}\``;
    return [`You did not allow ${what}, so I stopped there.`];
  }
  const failed = run.plan.tasks.flatMap((task) => {
    const error = run.tasks[task.id]?.error;
    return error && run.tasks[task.id]?.status === 'failed' ? [{ task, error }] : [];
  });
  const lines = failed.map(({ task, error }) => `**${titleOf(task)}** did not work: ${sentence(error.message)}`);
  if (lines.length === 0 && run.error) lines.push(`That did not work: ${sentence(run.error.message)}`);
  const codes = failed.length > 0 ? failed.map(({ error }) => error.code) : run.error ? [run.error.code] : [];
  const hints = new Set(codes.flatMap((code) => advice[code] ?? []));
  return hints.size > 0 && verbosity !== 'brief' ? [...lines, [...hints].join(' ')] : lines;
}

function titleOf(task: Task): string {
  return task.title ?? whatOf(task);
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
