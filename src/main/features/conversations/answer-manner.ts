import { basename, posix, win32 } from 'node:path';
import { type Task, whatOf } from '../../../contract/plan-task.ts';
import type { Manner } from '../../../contract/manners.ts';
import type { Run } from '../../../contract/runs.ts';

/** What a step says, as the person wants it: whole, or its first paragraph alone; files by their paths, or by their names. */
export function saidIn({ verbosity, references }: Manner, says: string): string {
  const text = verbosity === 'brief' ? beginning(says) : says;
  return references === 'names' ? withNames(text) : text;
}

/** Without the list that a paragraph announces. */
function beginning(says: string): string {
  const [first = ''] = says.trim().split(/\n\s*\n/);
  return first.replace(/:$/, '.');
}

/** Paths stand in code spans; one that is no path stays. */
function withNames(text: string): string {
  return text.replaceAll(/`([^`\n]+)`/g, (span, inside: string) => {
    const isPath = posix.isAbsolute(inside) || /^[A-Za-z]:[\\/]/.test(inside);
    const name = isPath ? win32.basename(basename(inside)) : '';
    return name === '' ? span : `\`${name}\``;
  });
}

/** The steps of a run with their times, for who wants to know them. */
export function stepsText(run: Run): string {
  const lines = run.plan.tasks.flatMap((task) => {
    const { status, startedAt, endedAt } = run.tasks[task.id] ?? {};
    if (startedAt === undefined || endedAt === undefined || status === undefined) return [];
    return [`- ${titleOf(task)}: ${status}, ${((endedAt - startedAt) / 1000).toFixed(1)} s`];
  });
  return lines.length === 0 ? '' : `The steps:\n${lines.join('\n')}`;
}

function titleOf(task: Task): string {
  return task.title ?? whatOf(task);
}
