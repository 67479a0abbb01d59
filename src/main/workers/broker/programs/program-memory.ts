import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { findOnLinux } from './find-on-linux.ts';
import type { ProgramGroup } from './program-group.ts';

/** Resident memory of programs and of all that they started, in megabytes; elsewhere than on Linux of their groups. */
export async function memoryOfPrograms(group: ProgramGroup): Promise<number> {
  if (process.platform === 'win32') return 0;
  if (process.platform !== 'linux') return memoryByPs(group);
  const sizes = await Promise.all((await findOnLinux(group)).map(residentKb));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

async function residentKb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

function memoryByPs({ leaders }: ProgramGroup): Promise<number> {
  return new Promise((resolve) => {
    execFile('/bin/ps', ['-axo', 'pgid=,rss='], { timeout: 5000 }, (_error, text) => {
      const groups = new Set(leaders.map(({ pid }) => pid));
      const kilobytes = text
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number))
        .filter(([id]) => id !== undefined && groups.has(id))
        .reduce((sum, [, size = 0]) => sum + size, 0);
      resolve(kilobytes / 1024);
    });
  });
}
