import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { attempt, type ContainerPlace } from '../machine/host-command.ts';

const lookEveryMs = 10;

export function preparePidFile(pidFile: string): void {
  closeSync(openSync(pidFile, 'w', 0o600));
}

export function forgetPidFile({ pidFile }: ContainerPlace): void {
  rmSync(pidFile, { force: true });
}

/** The id of its process, as soon as it has one; undefined when it is over before. */
export async function findProcess(place: ContainerPlace, isOver: () => boolean): Promise<number | undefined> {
  for (;;) {
    const ended = isOver();
    const pid = readPid(place.pidFile) ?? (place.ask && pidIn((await attempt(place.ask)).output));
    if (pid !== undefined || ended) return pid;
    await wait(lookEveryMs);
  }
}

function readPid(file: string): number | undefined {
  try {
    return pidIn(readFileSync(file, 'latin1'));
  } catch {
    return undefined; // it is being written, or cannot be
  }
}

function pidIn(text: string | undefined): number | undefined {
  const pid = Number(text);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}
