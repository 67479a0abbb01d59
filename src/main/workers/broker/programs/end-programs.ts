import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../../base/errors.ts';
import { holdsTether } from './tether.ts';

/**
 * One program, or all of a call. What begins with `mark` stands in the environment of each and, unless it hides, of all
 * that it started.
 */
export type ProgramGroup = { mark: string; leaders: Leader[] };

/** `upAt`: how long the machine had been running when it was started, in seconds. */
export type Leader = { pid: number; upAt: number; hasEnded: () => boolean };

export const markVariable = 'HERON_PROGRAM';

/** The kernel tells when a process was started in hundredths of a second since the machine was. */
const ticksPerSecond = 100;
const slackSeconds = 1;

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

type LinuxProcess = { pid: number; parent: number; group: number; session: number; startedAt: number };

/**
 * By mark, tether, group, session and descent: a program may change each, but hardly all at once. The number of a
 * program that has ended may belong to a stranger by now, so then only the mark and the tether count.
 */
async function findOnLinux({ mark, leaders }: ProgramGroup): Promise<number[]> {
  const running = (await Promise.all((await readdir('/proc')).map(readProcess))).filter((each) => each !== undefined);
  const alive = new Set(leaders.filter(({ hasEnded }) => !hasEnded()).map(({ pid }) => pid));
  const since = (Math.min(...leaders.map(({ upAt }) => upAt)) - slackSeconds) * ticksPerSecond;
  const found = new Set<number>();
  for (const { pid, group, session, startedAt } of running) {
    if (alive.has(group) || alive.has(session)) found.add(pid);
    else if (startedAt >= since && (await isMarked(pid, mark))) found.add(pid);
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
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent, group, session] = fields;
    if (state === 'Z' || state === 'X') return undefined;
    return {
      pid: Number(name),
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      startedAt: Number(fields[19]),
    };
  } catch {
    return undefined;
  }
}

async function isMarked(pid: number, mark: string): Promise<boolean> {
  return (await carriesMark(pid, mark)) || holdsTether(pid, mark);
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
