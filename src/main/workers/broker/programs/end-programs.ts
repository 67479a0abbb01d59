import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../../base/errors.ts';
import { findOnLinux } from './find-on-linux.ts';
import type { ProgramGroup } from './program-group.ts';

const usualGraceMs = 2000;
const lookAgainMs = 25;

/** Asks politely, waits, ends by force: the programs, their groups, and on Linux also what left its group. */
export async function endPrograms(group: ProgramGroup, graceMs: number = usualGraceMs): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!(await signalAll(group, signal))) return;
    const patienceMs = signal === 'SIGTERM' ? graceMs : usualGraceMs;
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookAgainMs) {
      await sleep(lookAgainMs);
      if ((await members(group)).length === 0) return;
    }
  }
}

/** Windows knows no signals but the end. */
export async function signalPrograms(group: ProgramGroup, signal: NodeJS.Signals): Promise<void> {
  await signalAll(group, signal);
}

/** False if there was nobody to signal. */
async function signalAll(group: ProgramGroup, signal: NodeJS.Signals): Promise<boolean> {
  const ids = await members(group);
  for (const id of ids) kill(id, signal);
  return ids.length > 0;
}

/** Process ids, and negative ids of process groups. */
export async function members(group: ProgramGroup): Promise<number[]> {
  if (process.platform === 'linux') return findOnLinux(group);
  const all = group.leaders;
  // Windows has no groups: ending the program itself must do.
  if (process.platform === 'win32') return all.filter(({ hasEnded }) => !hasEnded()).map(({ pid }) => pid);
  return all.map(({ pid }) => -pid).filter((id) => kill(id, 0));
}

function kill(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(id, signal);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
