import { createHash, randomUUID } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { listProcesses } from './machine/list-processes.ts';

/** How an engine knows its own processes, and those that an earlier engine of the same data folder left behind. */
export type HostMark = {
  /** The last argument of every host. */
  argument: string;
  /** Ends hosts of earlier engines and gives their process ids. */
  endStrays: () => Promise<number[]>;
};

/** Only one engine at a time has a data folder, so whoever carries its mark and is not this engine's has lost its own. */
export function createHostMark(dataFolder: string): HostMark {
  const place = existsSync(dataFolder) ? realpathSync(dataFolder) : dataFolder;
  const ofFolder = `heron-host:${createHash('sha256').update(place).digest('hex').slice(0, 24)}:`;
  const argument = ofFolder + randomUUID();
  return {
    argument,
    async endStrays() {
      const strays = (await listProcesses()).filter(
        ({ pid, command }) => pid !== process.pid && command.includes(ofFolder) && !command.includes(argument),
      );
      return strays.filter(({ pid }) => end(pid)).map(({ pid }) => pid);
    },
  };
}

function end(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false; // it has ended, or is somebody else's
  }
}
