import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type LinuxStatus, sinceOf, statusOf, tracesIn } from './linux-status.ts';
import type { ProgramGroup } from './program-group.ts';

type LinuxProcess = LinuxStatus & {
  /** What its environment and its open files say of who started it; looked up when it is first asked for. */
  traces: () => Promise<string>;
};

type Look = {
  processes: LinuxProcess[];
  /** Some were listed, and gone before they could be looked at: what they had started may not have been listed. */
  hasGaps: boolean;
};

export type FoundOnLinux = {
  pids: number[];
  /** Led by one of those; no stranger is in them. */
  groups: number[];
  /** False if one could have been left out that was started while the others were looked at. */
  isSure: boolean;
};

/** Programs that end together look around together. */
const sameLookMs = 10;

let lastLook: { at: number; look: Promise<Look> } | undefined;

/**
 * By mark, tether, group, session and descent: a program may change each, but hardly all at once. The number of a
 * program that has ended may belong to a stranger by now, so then only the mark and the tether count.
 */
export async function findOnLinux({ mark, leaders }: ProgramGroup): Promise<FoundOnLinux> {
  const { processes, hasGaps } = await lookAround();
  const running = processes.filter(({ isOver }) => !isOver);
  const alive = new Set(leaders.filter(({ hasEnded }) => !hasEnded()).map(({ pid }) => pid));
  const since = sinceOf(leaders);
  const found = new Set<number>();
  for (const { pid, group, session, startedAt, traces } of running) {
    if (alive.has(group) || alive.has(session)) found.add(pid);
    else if (startedAt >= since && (await traces()).includes(mark)) found.add(pid);
  }
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of running) if (found.has(parent)) found.add(pid);
  }
  return {
    pids: [...found],
    groups: running.filter(({ pid, group }) => pid === group && found.has(pid)).map(({ group }) => group),
    isSure: !hasGaps && processes.every(({ isOver, startedAt }) => !isOver || startedAt < since),
  };
}

function lookAround(): Promise<Look> {
  const now = Date.now();
  if (!lastLook || now - lastLook.at > sameLookMs) lastLook = { at: now, look: look() };
  return lastLook.look;
}

async function look(): Promise<Look> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = (await Promise.all(names.map(readProcess))).filter((each) => each !== undefined);
  return { processes: found, hasGaps: found.length < names.length };
}

async function readProcess(name: string): Promise<LinuxProcess | undefined> {
  try {
    const status = statusOf(Number(name), await readFile(`/proc/${name}/stat`, 'latin1'));
    let traces: Promise<string> | undefined;
    return { ...status, traces: () => (traces ??= readTraces(name)) };
  } catch {
    return undefined;
  }
}

/** Only the owner's own processes show theirs. */
async function readTraces(pid: string): Promise<string> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  const folder = `/proc/${pid}/fd`;
  const numbers = await readdir(folder).catch(() => []);
  const links = await Promise.all(numbers.map((number) => readlink(join(folder, number)).catch(() => '')));
  return tracesIn(environment, links);
}
