import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { runNode } from './processes.ts';

const root = dirname(import.meta.dirname);
const script = join(root, 'scripts/package.ts');

test('without Electron nothing is written, and what is lacking is said', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'heron-no-electron-'));
  const had = existsSync(join(root, 'dist'));
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: empty };
  const { code, stdout } = await runNode([script], { cwd: root, env });
  rmSync(empty, { recursive: true });
  expect(code).toBe(1);
  expect(stdout).toContain(
    `Electron is not in ${empty}. The packages of the app carry its program, so none was written.`,
  );
  expect(stdout).toContain('npm run package -- --check');
  expect(existsSync(join(root, 'dist'))).toBe(had);
});

test('an unknown option is wrong usage', async () => {
  const { code, stderr } = await runNode([script, '--rpm'], { cwd: root });
  expect(code).toBe(2);
  expect(stderr).toMatch(/--rpm.*npm run package -- --deb/s);
});
