import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { findOnLinux } from './find-on-linux.ts';
import type { ProgramGroup } from './program-group.ts';

export type ProgramUsage = { memoryMb: number; programs: number };

/** Resident memory of programs and of all that they started, and how many that are; elsewhere than on Linux of their groups. */
export async function usageOfPrograms(group: ProgramGroup): Promise<ProgramUsage> {
  if (process.platform === 'win32') return { memoryMb: 0, programs: 0 };
  const sizes = process.platform === 'linux' ? await sizesByProc(group) : await sizesByPs(group);
  return { memoryMb: sizes.reduce((sum, size) => sum + size, 0) / 1024, programs: sizes.length };
}

async function sizesByProc(group: ProgramGroup): Promise<number[]> {
  return Promise.all((await findOnLinux(group)).pids.map(residentKb));
}

async function residentKb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

function sizesByPs({ leaders }: ProgramGroup): Promise<number[]> {
  return new Promise((resolve) => {
    execFile('/bin/ps', ['-axo', 'pgid=,rss='], { timeout: 5000 }, (_error, text) => {
      const groups = new Set(leaders.map(({ pid }) => pid));
      const lines = text.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
      resolve(lines.filter(([id]) => id !== undefined && groups.has(id)).map(([, size = 0]) => size));
    });
  });
}
