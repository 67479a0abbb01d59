import { createHash, randomUUID } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { listMarked } from './machine/list-marked.ts';
import { listProcesses } from './machine/list-processes.ts';

/** How an engine knows its own processes, and those that an earlier engine of the same data folder left behind. */
export type HostMark = {
  /** The last argument of every host. */
  argument: string;
  /** What the mark of every program begins with that a worker starts, a server too. */
  programs: string;
  /** Ends hosts and programs of earlier engines and gives their process ids. */
  endStrays: () => Promise<number[]>;
};

/** So often in a row one that is being ended may have started another. */
const mostLooks = 10;

/** Only one engine at a time has a data folder, so whoever carries its mark and is not this engine's has lost its own. */
export function createHostMark(dataFolder: string): HostMark {
  const place = existsSync(dataFolder) ? realpathSync(dataFolder) : dataFolder;
  const folderId = createHash('sha256').update(place).digest('hex').slice(0, 24);
  const [hostsOfFolder, programsOfFolder] = [`heron-host:${folderId}:`, `heron-${folderId}.`];
  const engineId = randomUUID();
  const argument = hostsOfFolder + engineId;
  const programs = programsOfFolder + engineId;

  async function endPrograms(): Promise<number[]> {
    const all: number[] = [];
    for (let look = 0; look < mostLooks; look += 1) {
      const found = (await listMarked(programsOfFolder)).filter(({ mark }) => !mark.startsWith(programs));
      const ended = found.map(({ pid }) => pid).filter((pid) => pid !== process.pid && end(pid));
      if (ended.length === 0) break;
      all.push(...ended);
    }
    return [...new Set(all)];
  }

  return {
    argument,
    programs,
    async endStrays() {
      const strays = (await listProcesses()).filter(
        ({ pid, command }) => pid !== process.pid && command.includes(hostsOfFolder) && !command.includes(argument),
      );
      const hosts = strays.filter(({ pid }) => end(pid)).map(({ pid }) => pid);
      return [...hosts, ...(await endPrograms())];
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
