import { readdirSync, readFileSync } from 'node:fs';

const everyMs = 10;

/** Looks again and again at what a process and all below it hold, each by itself; `end` gives the most of all looks, in MB. */
export function mostHeldBy(pid: number, { withItself }: { withItself: boolean }): { end(): number } {
  let most = 0;
  const look = (): void => {
    const held = [...(withItself ? [pid] : []), ...below(pid)].reduce((sum, each) => sum + residentMb(each), 0);
    most = Math.max(most, held);
  };
  const looking = setInterval(look, everyMs);
  look();
  return {
    end() {
      clearInterval(looking);
      return most;
    },
  };
}

function below(pid: number): number[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
    );
    return children.flatMap((child) => [child, ...below(child)]);
  } catch {
    return []; // has ended
  }
}

/** 0 of a process that has ended. */
function residentMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
