import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { endProcess } from './end-process.ts';
import { findBubblewrap } from './sandbox.ts';

const bubblewrap = findBubblewrap();
const obstacle = bubblewrap === undefined ? ' (bubblewrap is not here)' : '';

test.skipIf(bubblewrap === undefined)(`what is ended while it begins leaves nothing${obstacle} [RT-33]`, async () => {
  const mark = `ended-early-${process.pid}`;
  const sandbox = ['--unshare-all', '--die-with-parent', '--ro-bind', '/', '/', '/bin/sleep', '120'];
  for (let time = 0; time < 60; time += 1) {
    const child = spawn(String(bubblewrap), sandbox, { argv0: mark, stdio: 'ignore' });
    const ended = once(child, 'exit');
    const until = performance.now() + (time % 12) / 2;
    while (performance.now() < until);
    endProcess(child);
    await ended;
  }
  await expect.poll(() => processesCalled(mark), { timeout: 10_000 }).toEqual([]);
});

function processesCalled(name: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith(name);
    } catch {
      return false;
    }
  });
}
