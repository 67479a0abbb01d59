import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runNode } from './processes.ts';

test('a flag nobody knows is refused before anything is built or begun', async () => {
  const { code, stdout, stderr } = await runNode([join(import.meta.dirname, 'start.ts'), '--bogus']);
  expect(stderr).toContain("'--bogus'");
  expect(stderr).toContain('--headless');
  expect(stdout).toBe('');
  expect(code).toBe(2);
});
