import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { markVariable, type ProgramGroup } from './program-group.ts';

type LinuxProcess = {
  pid: number;
  parent: number;
  group: number;
  session: number;
  startedAt: number;
  /** What its environment and its open files say of who started it; looked up when it is first asked for. */
  traces: () => Promise<string>;
};

/** The kernel tells when a process was started in hundredths of a second since the machine was. */
const ticksPerSecond = 100;
const slackSeconds = 1;
/** Programs that end together look around together. */
const sameLookMs = 10;

let lastLook: { at: number; processes: Promise<LinuxProcess[]> } | undefined;

/**
 * By mark, tether, group, session and descent: a program may change each, but hardly all at once. The number of a
 * program that has ended may belong to a stranger by now, so then only the mark and the tether count.
 */
export async function findOnLinux({ mark, leaders }: ProgramGroup): Promise<number[]> {
  const running = await lookAround();
  const alive = new Set(leaders.filter(({ hasEnded }) => !hasEnded()).map(({ pid }) => pid));
  const since = (Math.min(...leaders.map(({ upAt }) => upAt)) - slackSeconds) * ticksPerSecond;
  const found = new Set<number>();
  for (const { pid, group, session, startedAt, traces } of running) {
    if (alive.has(group) || alive.has(session)) found.add(pid);
    else if (startedAt >= since && (await traces()).includes(mark)) found.add(pid);
  }
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of running) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

function lookAround(): Promise<LinuxProcess[]> {
  const now = Date.now();
  if (!lastLook || now - lastLook.at > sameLookMs) lastLook = { at: now, processes: readProcesses() };
  return lastLook.processes;
}

async function readProcesses(): Promise<LinuxProcess[]> {
  return (await Promise.all((await readdir('/proc')).map(readProcess))).filter((each) => each !== undefined);
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
    let traces: Promise<string> | undefined;
    return {
      ...{ pid: Number(name), parent: Number(parent), group: Number(group), session: Number(session) },
      startedAt: Number(fields[19]),
      traces: () => (traces ??= readTraces(name)),
    };
  } catch {
    return undefined;
  }
}

/** Only the owner's own processes show theirs. */
async function readTraces(pid: string): Promise<string> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  const marks = environment.split('\0').filter((variable) => variable.startsWith(`${markVariable}=`));
  const folder = `/proc/${pid}/fd`;
  const numbers = await readdir(folder).catch(() => []);
  const links = await Promise.all(numbers.map((number) => readlink(join(folder, number)).catch(() => '')));
  return [...marks, ...links].join('\n');
}
