import { readFileSync } from 'node:fs';

/** What the recognisers of this process have used so far, and what they hold now. */
export function recogniserUse(): { cpuMs: number; memoryMb: number } {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  let [cpuMs, memoryMb] = [0, 0];
  for (const pid of children) {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    if (!status.includes('(python3')) continue;
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    cpuMs += (Number(fields[11]) + Number(fields[12])) * 10;
    memoryMb += Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  }
  return { cpuMs, memoryMb };
}
