import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sinceOf, statusOf, tracesIn } from './linux-status.ts';
import type { ProgramGroup } from './program-group.ts';

/** So often in a row something may be new: others start and end programs too. */
const mostLooks = 50;
/** A link of the chain is among the newest of the machine, and to look at all of them would hold up the engine. */
const newest = 200;

/**
 * Ends what starts another one and ends before it can be looked at: the newest first, each in the moment in which it is
 * seen. Such a chain always has a link that was listed; when one is over by the time it is looked at, the next look begins
 * at once. Gives whether nobody is left. Linux only; programs that stay must have been ended before.
 */
export async function hunt({ mark, leaders }: ProgramGroup): Promise<boolean> {
  const prey = { mark, since: sinceOf(leaders), over: new Set<string>() };
  for (let look = 0; look < mostLooks; look += 1) {
    if (!lookOnce(prey)) return true;
    await nextTurn();
  }
  return false;
}

type Prey = { mark: string; since: number; /** Those that had ended in an earlier look. */ over: Set<string> };

/** Whether there may be more. */
function lookOnce({ mark, since, over }: Prey): boolean {
  let isNew = false;
  for (const pid of newestFirst()) {
    try {
      const status = statusOf(pid, readFileSync(`/proc/${pid}/stat`, 'latin1'));
      const key = `${pid} ${status.startedAt}`;
      if (status.startedAt < since || over.has(key)) continue;
      if (status.isOver) over.add(key);
      else if (!readTraces(pid).includes(mark)) continue;
      else process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended since it was listed.
    }
    isNew = true;
  }
  return isNew;
}

/** Numbers are given in turn, and begin again when they are used up. */
function newestFirst(): number[] {
  const last = Number(readFileSync('/proc/loadavg', 'latin1').trim().split(' ').at(-1));
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .toSorted((a, b) => b - a);
  return [...pids.filter((pid) => pid <= last), ...pids.filter((pid) => pid > last)].slice(0, newest);
}

function readTraces(pid: number): string {
  const folder = `/proc/${pid}/fd`;
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
    const links = readdirSync(folder).map((number) => {
      try {
        return readlinkSync(`${folder}/${number}`);
      } catch {
        return ''; // closed meanwhile
      }
    });
    return tracesIn(environment, links);
  } catch {
    return ''; // another user's
  }
}
