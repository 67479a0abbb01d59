import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runNode } from '../../../scripts/processes.ts';
import { markRunning } from './running-mark.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-running-'));
  file = join(folder, 'running.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = Date.now();

/** A process that marks itself and then ends in some way. */
function runMarked(ending: string): Promise<unknown> {
  const script = join(folder, 'marked.ts');
  const source = join(import.meta.dirname, 'running-mark.ts');
  writeFileSync(
    script,
    `import { markRunning } from ${JSON.stringify(source)};\nmarkRunning(${JSON.stringify(file)}, '1.0.0', Date.now());\n${ending}`,
  );
  return runNode([script], { cwd: join(import.meta.dirname, '../../..') });
}

test.each([
  '',
  'process.exit(3);',
  "throw new Error('crash');",
  "process.on('SIGTERM', () => process.exit(0)); process.kill(process.pid, 'SIGTERM'); setInterval(() => 0, 1000);",
])('a process that ends in order leaves no mark: %s', async (ending) => {
  await runMarked(ending);
  expect(existsSync(file)).toBe(false);
});

test.each(["process.kill(process.pid, 'SIGKILL');", 'process.abort();'])(
  'one that ends by %s is known afterwards',
  async (ending) => {
    await runMarked(ending);
    const mark = markRunning(file, '2.0.0', Date.now());
    expect(mark.before).toMatchObject({ version: '1.0.0' });
    expect(mark.before?.pid).not.toBe(process.pid);
    mark.end();
    expect(existsSync(file)).toBe(false);
  },
);

test('a mark of before the machine was started tells of the machine, and a damaged one of nothing', () => {
  writeFileSync(file, JSON.stringify({ version: '1.0.0', pid: 1, at: 1000 }));
  const first = markRunning(file, '2.0.0', now);
  expect(first.before).toBeUndefined();
  first.end();
  writeFileSync(file, '{');
  const second = markRunning(file, '2.0.0', now);
  expect(second.before).toBeUndefined();
  second.end();
});
