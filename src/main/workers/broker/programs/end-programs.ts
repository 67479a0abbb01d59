import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../../base/errors.ts';

/**
 * One program, or all of a call. What begins with `mark` stands in the environment of each and, unless it hides, of all
 * that it started.
 */
export type ProgramGroup = { mark: string; leaders: { pid: number; hasEnded: () => boolean }[] };

export const markVariable = 'HERON_PROGRAM';

const graceMs = 2000;
const lookAgainMs = 25;

/** Asks politely, waits, ends by force: the programs, their groups, and on Linux also what left its group. */
export async function endPrograms(group: ProgramGroup): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!(await signalAll(group, signal))) return;
    for (let waitedMs = 0; waitedMs < graceMs; waitedMs += lookAgainMs) {
      await sleep(lookAgainMs);
      if ((await members(group)).length === 0) return;
    }
  }
}

/** False if there was nobody to signal. */
async function signalAll(group: ProgramGroup, signal: NodeJS.Signals): Promise<boolean> {
  const ids = await members(group);
  for (const id of ids) kill(id, signal);
  return ids.length > 0;
}

/** Process ids, and negative ids of process groups. */
async function members(group: ProgramGroup): Promise<number[]> {
  if (process.platform === 'linux') return findOnLinux(group);
  const all = group.leaders;
  // Windows has no groups: ending the program itself must do.
  if (process.platform === 'win32') return all.filter(({ hasEnded }) => !hasEnded()).map(({ pid }) => pid);
  return all.map(({ pid }) => -pid).filter((id) => kill(id, 0));
}

type LinuxProcess = { pid: number; parent: number; group: number; session: number };

/**
 * By mark, group, session and descent: a program may change each, but hardly all at once. The number of a program that
 * has ended may belong to a stranger by now, so then only the mark counts.
 */
async function findOnLinux({ mark, leaders }: ProgramGroup): Promise<number[]> {
  const running = (await Promise.all((await readdir('/proc')).map(readProcess))).filter((each) => each !== undefined);
  const alive = new Set(leaders.filter(({ hasEnded }) => !hasEnded()).map(({ pid }) => pid));
  const found = new Set<number>();
  for (const { pid, group, session } of running) {
    if (alive.has(group) || alive.has(session) || (await carriesMark(pid, mark))) found.add(pid);
  }
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of running) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

/** What has ended and only waits for its parent to notice is not running. */
async function readProcess(name: string): Promise<LinuxProcess | undefined> {
  if (!/^\d+$/.test(name)) return undefined;
  try {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8');
    // The program's name stands in brackets and may hold anything, brackets too.
    const [state, parent, group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return { pid: Number(name), parent: Number(parent), group: Number(group), session: Number(session) };
  } catch {
    return undefined;
  }
}

async function carriesMark(pid: number, mark: string): Promise<boolean> {
  try {
    return (await readFile(`/proc/${pid}/environ`, 'latin1')).includes(`${markVariable}=${mark}`);
  } catch {
    return false;
  }
}

function kill(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(id, signal);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
