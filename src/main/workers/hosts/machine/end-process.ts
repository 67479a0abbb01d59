import type { ChildProcess } from 'node:child_process';
import { descendantsOf, statFields } from './descendants.ts';

/** It is in one call of the system at most when it is told to stand still. */
const mostLooks = 1000;

/**
 * Ends a process by force and, on Linux, all that is below it. bubblewrap ties its inner process to its outer one a moment after it is
 * made: killed before that, the outer one leaves an inner one that waits for ever. So it is told to stand still, and then looked below.
 */
export function endProcess(child: ChildProcess, platform: NodeJS.Platform = process.platform): void {
  const { pid, exitCode, signalCode } = child;
  if (pid === undefined || exitCode !== null || signalCode !== null) return; // another process may have its number by now
  if (platform !== 'linux') return void child.kill('SIGKILL');
  signal(pid, 'SIGSTOP');
  for (let looks = 0; looks < mostLooks && !standsStill(pid); looks += 1);
  const below = descendantsOf(pid);
  for (const each of [pid, ...below]) signal(each, 'SIGKILL');
}

function standsStill(pid: number): boolean {
  try {
    return 'TtZX'.includes(statFields(pid)[0] ?? '');
  } catch {
    return true; // it is gone
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended, or is somebody else's.
  }
}
