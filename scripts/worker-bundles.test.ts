import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './steps.ts';
import { bundleWorker } from './worker-bundles.ts';

const has7z = spawnSync('7z', ['i']).status === 0;

/** A process that a host has taken the reach of, and a context whose only file is the archive. */
const script = `
  import { readFileSync } from 'node:fs';
  import { takeReach } from './take-reach.ts';
  takeReach();
  const { default: worker } = await import('./index.js');
  const archive = readFileSync(new URL('docs.7z', import.meta.url));
  const files = {
    status: async (path) => ({ path, kind: 'file', size: archive.byteLength, mode: 0, modifiedAt: 0 }),
    async *read(path, { start = 0, end = archive.byteLength } = {}) { yield archive.subarray(start, end); },
  };
  const context = { files, signal: new AbortController().signal, progress() {} };
  console.log(JSON.stringify(await worker.actions.list({ source: '/docs.7z', limit: 10 }, context)));`;

test.skipIf(!has7z)(
  'the bundled archive worker runs 7-Zip where it may read nothing but its own folder (skipped without 7z)',
  async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-bundle-')));
    try {
      await bundleWorker(root, 'archive', folder);
      writeFileSync(join(folder, 'a.txt'), 'alpha');
      writeFileSync(join(folder, 'try.mjs'), script);
      copyFileSync(join(root, 'src/main/workers/hosts/take-reach.ts'), join(folder, 'take-reach.ts'));
      execFileSync('7z', ['a', 'docs.7z', 'a.txt'], { cwd: folder, stdio: 'ignore' });
      const flags = ['--permission', '--no-experimental-sqlite', `--allow-fs-read=${folder}`];
      const said = execFileSync(process.execPath, [...flags, join(folder, 'try.mjs')], { encoding: 'utf8' });
      const expected = { format: '7z', entries: [{ name: 'a.txt', kind: 'file', bytes: 5 }], truncated: false };
      expect(JSON.parse(said)).toMatchObject(expected);
      expect(readFileSync(join(folder, '7zz.License.txt'), 'utf8')).toContain('GNU LGPL');
      expect(readFileSync(join(folder, '7zz.wasm')).subarray(1, 4).toString()).toBe('asm');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

const outlines = `
  import worker from './index.js';
  const codes = JSON.parse(process.argv[2]);
  const names = {};
  for (const [path, text] of Object.entries(codes)) {
    const context = { files: { readText: async () => text }, signal: new AbortController().signal, progress() {} };
    const { symbols } = await worker.actions.outline({ path }, context);
    names[path] = symbols.map(({ name }) => name).join(' ');
  }
  console.log(JSON.stringify(names));`;

test('the bundled code worker reads each language where it may read nothing but its own folder', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-bundle-')));
  try {
    await bundleWorker(root, 'code', folder);
    writeFileSync(join(folder, 'try.mjs'), outlines);
    const codes = {
      ...{ 'a.ts': 'type A = 1', 'a.tsx': 'const A = () => <p />', 'a.js': 'class A {}', 'a.py': 'class A: pass' },
      ...{ 'a.go': 'package a\nfunc A() {}', 'a.rs': 'struct A;', 'a.c': 'int A(void) { return 1; }' },
    };
    const flags = ['--permission', '--no-experimental-sqlite', `--allow-fs-read=${folder}`];
    const words = [...flags, join(folder, 'try.mjs'), JSON.stringify(codes)];
    const said = execFileSync(process.execPath, words, { encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual(Object.fromEntries(Object.keys(codes).map((name) => [name, 'A'])));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
