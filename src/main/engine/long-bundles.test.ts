import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

test(
  'a run of 200,000 items is exported and opened by a process that could not hold it',
  { timeout: 900_000 },
  async () => {
    const script = join(import.meta.dirname, 'fixtures', 'long-bundle.ts');
    const { stdout } = await run(process.execPath, ['--max-old-space-size=96', script, '200000']);
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(told).toEqual({ items: 200_000, events: 200_005, openedEvents: 200_005 });
  },
);
