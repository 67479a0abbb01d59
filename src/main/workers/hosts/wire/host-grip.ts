import type { ChildProcess } from 'node:child_process';
import { findProcess, forgetPidFile } from '../containers/container-place.ts';
import { endProcess } from '../machine/end-process.ts';
import { attempt, type ContainerPlace, type HostCommand } from '../machine/host-command.ts';
import { statFields } from '../machine/descendants.ts';

/** Takes hold of the process that runs a worker, to end it. */
export type HostGrip = {
  /** Of that process; in a container, before `found`, of the program that starts it. */
  pid: () => number;
  /** Of a container: its process is known, or will not be. */
  found: Promise<void> | undefined;
  kill: () => void;
};

/** A container that does not end by a signal, or never began, is given up after so long. */
const givesUpAfterMs = 10_000;

export function gripHost(child: ChildProcess, { container }: HostCommand): HostGrip {
  return container ? gripContainer(child, container) : gripChild(child);
}

function gripChild(child: ChildProcess): HostGrip {
  return { pid: () => child.pid ?? 0, found: undefined, kill: () => endProcess(child) };
}

/** The program that was started only passes on what is said: to end it would leave the container running. */
function gripContainer(child: ChildProcess, place: ContainerPlace): HostGrip {
  let inner: Found | undefined;
  let hasEnded = false;
  let isDoomed = false;
  let timer: NodeJS.Timeout | undefined;

  child.once('exit', () => (hasEnded = true));
  child.once('close', () => {
    clearTimeout(timer);
    forgetPidFile(place);
  });

  async function find(): Promise<void> {
    const pid = await findProcess(place, () => hasEnded);
    if (pid !== undefined) inner = { pid, began: beginningOf(pid) };
    if (isDoomed) endInner();
  }

  function endInner(): void {
    if (!inner || beginningOf(inner.pid) !== inner.began) return; // another process may have its number by now
    try {
      process.kill(inner.pid, 'SIGKILL');
    } catch {
      void attempt(place.end);
    }
  }

  return {
    pid: () => inner?.pid ?? child.pid ?? 0,
    found: find(),
    kill() {
      isDoomed = true;
      endInner();
      timer ??= setTimeout(() => void attempt(place.end).then(() => child.kill('SIGKILL')), givesUpAfterMs);
    },
  };
}

type Found = { pid: number; began: string | undefined };

/** When it began, in ticks since the machine did; undefined when it is gone. */
function beginningOf(pid: number): string | undefined {
  try {
    return statFields(pid)[19];
  } catch {
    return undefined;
  }
}
