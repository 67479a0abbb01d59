import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runNode } from '../../scripts/processes.ts';
import type { PackageReport } from '../../scripts/packaging/check-packages.ts';
import { targetHere, targetName } from '../../scripts/packaging/package-targets.ts';

const root = join(import.meta.dirname, '../..');

test('every package carries what it must and nothing else, within its budget', async () => {
  const { code, stdout, stderr } = await runNode(['scripts/package.ts', '--check', '--json'], { cwd: root });
  expect(stderr).toBe('');
  const { findings, targets } = JSON.parse(stdout) as PackageReport;
  const problems = [...findings, ...targets.flatMap((target) => target.findings)].filter(
    ({ kind }) => kind === 'problem',
  );
  expect(problems).toEqual([]);
  expect(code).toBe(0);
  expect(targets.map(({ name }) => name)).toEqual(['linux-x64', 'linux-arm64', 'mac-x64', 'mac-arm64', 'win-x64']);
  const here = targets.find(({ name }) => name === targetName(targetHere()!));
  expect(here?.findings).toEqual([]);
  expect(here?.sizes.find(({ name }) => name === 'workers')?.files).toBeGreaterThan(10);
});
