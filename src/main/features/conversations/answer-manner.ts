import { basename, posix, win32 } from 'node:path';
import { type Task, whatOf } from '../../../contract/plan-task.ts';
import type { Manner } from '../../../contract/manners.ts';
import type { Run } from '../../../contract/runs.ts';

/** What a step says, as the person wants it: whole, or its first paragraph alone; with what it names as `namedAs` has it. */
export function saidIn({ verbosity, references }: Manner, says: string): string {
  const text = verbosity === 'brief' ? beginning(says) : says;
  return references === 'names' || references === 'none' ? namedAs(references, text) : text;
}

/** Without the list that a paragraph announces. */
function beginning(says: string): string {
  const [first = ''] = says.trim().split(/\n\s*\n/);
  return first.replace(/:$/, '.');
}

/** What a text may hold that names something: a fenced block, which stays, a code span, a link, and a bare address. */
const namings =
  /```[\s\S]*?```|`([^`\n]+)`|\[([^\]\n]+)\]\((https?:[^)\s]+)\)|https?:\/\/[^\s<>()[\]`]*[^\s<>()[\]`.,;:!?]/g;

/** Paths in code spans and web addresses by a short name, or without any; a code span that is no path stays. */
function namedAs(references: 'names' | 'none', text: string): string {
  const isShort = references === 'names';
  return text.replaceAll(namings, (whole, code?: string, title?: string, address?: string) => {
    if (code !== undefined) return isPath(code) ? (isShort ? nameOf(code, whole) : 'a file or folder') : whole;
    if (address !== undefined) return isShort ? whole : (title ?? '');
    if (whole.startsWith('`')) return whole;
    return isShort ? `[${hostOf(whole)}](${whole})` : 'a page';
  });
}

function isPath(text: string): boolean {
  return posix.isAbsolute(text) || /^[A-Za-z]:[\\/]/.test(text);
}

/** The root of a disk has none. */
function nameOf(path: string, otherwise: string): string {
  const name = win32.basename(basename(path));
  return name === '' ? otherwise : `\`${name}\``;
}

function hostOf(address: string): string {
  return URL.parse(address)?.host || address;
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
