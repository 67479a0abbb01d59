import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBubblewrap } from './machine/sandbox.ts';

const lacksProc = process.platform !== 'linux';
const lacksBubblewrap = findBubblewrap() === undefined;

/** An engine of its own with a busy worker of each tier; it prints a line when both have begun. */
const engine = (isBare: boolean): string => `
  import { startTrial } from ${JSON.stringify(join(import.meta.dirname, '..', 'trial-workers.ts'))};
  const actions = { spin: "(_input, context) => { context.progress({ text: 'begun' }); context.sleep(0).then(() => { for (;;); }); return new Promise(() => {}); }" };
  const trial = await startTrial({
    isBare: ${isBare},
    bundled: { first: { tier: 'node', actions }, second: { tier: 'isolate', actions } },
  });
  let begun = 0;
  for (const id of ['first', 'second']) {
    trial.call(id, 'spin', null, { timeoutMs: 600000, onProgress: () => {
      begun += 1;
      if (begun === 2) setTimeout(() => console.log(trial.folder), 200);
    } }).catch(() => undefined);
  }
  process.on('SIGTERM', () => process.exit(0));
`;

function descendants(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

describe.each([
  { name: 'in bubblewrap', isBare: false, isSkipped: lacksProc || lacksBubblewrap },
  { name: 'without bubblewrap', isBare: true, isSkipped: lacksProc },
])('busy workers $name', ({ isBare, isSkipped }) => {
  test.skipIf(isSkipped).each(['SIGKILL', 'SIGTERM'] as const)(
    `are gone soon after an engine that ends by %s${isSkipped ? ' (needs Linux, and bubblewrap for one case)' : ''}`,
    async (signal) => {
      const program = spawn(process.execPath, ['--input-type=module', '--eval', engine(isBare)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(program.stdout, 'data');
      const hosts = descendants(program.pid!);
      expect(hosts.filter((pid) => /child\.ts/.test(commandOf(pid))).length).toBeGreaterThanOrEqual(2);
      program.kill(signal);
      await once(program, 'exit');
      await expect.poll(() => hosts.filter((pid) => commandOf(pid) !== ''), { timeout: 5000 }).toEqual([]);
    },
    30_000,
  );
});
