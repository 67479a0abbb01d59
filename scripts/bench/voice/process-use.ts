import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of processor time that a process and everything it started have used; those that have ended count while their parent runs. */
export function processTimeMs(root: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(name) ?? []);
  const byParent = Map.groupBy(all, ({ parent }) => parent);
  const sum = (pid: number): number => (byParent.get(pid) ?? []).reduce((ms, each) => ms + each.ms + sum(each.pid), 0);
  return (all.find(({ pid }) => pid === root)?.ms ?? 0) + sum(root);
}

const msATick = 10;

function readStat(name: string): { pid: number; parent: number; ms: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((all, at) => all + (fields[at] ?? 0), 0);
    return { pid: Number(name), parent: fields[1] ?? 0, ms: ticks * msATick };
  } catch {
    // It ended since the list was read.
    return undefined;
  }
}
