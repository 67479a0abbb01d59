import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../../base/errors.ts';
import { findOnLinux } from './find-on-linux.ts';
import { hunt } from './hunt.ts';
import type { ProgramGroup } from './program-group.ts';

const usualGraceMs = 2000;
const lookAgainMs = 25;
/** What does not end in so long cannot be ended. */
const forceMs = 5000;

/** Asks politely, waits, ends by force: the programs, their groups, and on Linux also what left its group. */
export async function endPrograms(group: ProgramGroup, graceMs: number = usualGraceMs): Promise<void> {
  if (await isNobodyLeft(group, await signalAll(group, 'SIGTERM'))) return;
  for (let waitedMs = 0; waitedMs < graceMs; waitedMs += lookAgainMs) {
    await sleep(lookAgainMs);
    if (await isNobodyLeft(group, await members(group))) return;
  }
  // Again and again: what starts programs may start one between a look and the signal.
  for (let waitedMs = 0; waitedMs < forceMs; waitedMs += lookAgainMs) {
    if (await isNobodyLeft(group, await signalAll(group, 'SIGKILL'))) return;
    await sleep(lookAgainMs);
  }
}

/** Windows knows no signals but the end. */
export async function signalPrograms(group: ProgramGroup, signal: NodeJS.Signals): Promise<void> {
  await signalAll(group, signal);
}

async function isNobodyLeft(group: ProgramGroup, { ids, isSure }: Members): Promise<boolean> {
  return ids.length === 0 && (isSure || hunt(group));
}

async function signalAll(group: ProgramGroup, signal: NodeJS.Signals): Promise<Members> {
  const found = await members(group);
  // A whole group is ended at once, also what one of it is just starting; of other signals nobody is to get two.
  if (signal === 'SIGKILL') for (const id of found.groups) kill(-id, signal);
  for (const id of found.ids) kill(id, signal);
  return found;
}

/** Process ids, and negative ids of process groups. */
type Members = { ids: number[]; groups: number[]; isSure: boolean };

async function members(group: ProgramGroup): Promise<Members> {
  if (process.platform === 'linux') {
    const { pids, ...rest } = await findOnLinux(group);
    return { ids: pids, ...rest };
  }
  const all = group.leaders;
  // Windows has no groups: ending the program itself must do.
  const isWindows = process.platform === 'win32';
  const ids = isWindows
    ? all.filter(({ hasEnded }) => !hasEnded()).map(({ pid }) => pid)
    : all.map(({ pid }) => -pid).filter((id) => kill(id, 0));
  return { ids, groups: [], isSure: true };
}

function kill(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(id, signal);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
