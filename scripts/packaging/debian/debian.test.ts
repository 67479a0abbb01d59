import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../processes.ts';
import { controlFile, debName } from './control.ts';
import { packageTree, writeTree } from './package-tree.ts';
import { packageTexts } from './texts.ts';

const root = join(import.meta.dirname, '../../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-deb-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const texts = packageTexts(root, '1.2.3');

test('the man page names every command with its options, and groff has nothing against it', async () => {
  expect(texts.manPage).toContain('.TH HERON 1 "" "Heron 1.2.3" "User Commands"');
  expect(texts.manPage).toContain('\\fBheron plan check\\fR [options] <plan.json>');
  expect(texts.manPage).toContain('\\fB\\-\\-allow');
  const page = join(folder, 'heron.1');
  writeFileSync(page, texts.manPage);
  const { code, stderr } = await run('man', ['--warnings', '-l', page], { env: { ...process.env, MANPAGER: 'cat' } });
  if (code !== -1) expect([code, stderr]).toEqual([0, '']);
});

test('the copyright file is in the form Debian reads', () => {
  expect(texts.copyright).toMatch(/^Format: https:/);
  expect(texts.copyright).toMatch(/^Copyright: \d{4} The Heron authors$/m);
  expect(texts.copyright.split('\n').filter((line) => line !== '' && !/^( |[A-Z][\w-]*:)/.test(line))).toEqual([]);
});

test('the control file names what the pinned Node and the sandbox need', () => {
  const control = controlFile({ version: '1.2.3', arch: 'arm64', installedBytes: 2049 });
  expect(control).toContain('Architecture: arm64\n');
  expect(control).toContain('Installed-Size: 3\n');
  expect(control).toMatch(/^Depends: libatomic1, libc6 \(>= 2\.28\), .*bubblewrap$/m);
  expect(debName('1.2.3', 'x64')).toBe('heron_1.2.3_amd64.deb');
});

test('the tree has what each reader looks for, with the modes of a package, and nothing of Electron', async () => {
  const source = join(folder, 'source');
  writeFileSync(source, 'x');
  const shipped = ['app/bin/heron.js', 'app/out/main/electron.js', 'app/out/preload/preload.cjs', 'node/node'].map(
    (path) => ({ path, source, bytes: 1, isUnpacked: true }),
  );
  const tree = join(folder, 'tree');
  const files = packageTree(root, shipped, texts);
  const { bytes, sums } = await writeTree(tree, files);
  const paths = files.map(({ path }) => path);
  expect(paths).toContain('usr/lib/heron/app/bin/heron.js');
  expect(paths.filter((path) => /electron|preload/.test(path))).toEqual([]);
  expect(paths.filter((path) => path.endsWith('/heron.png'))).toHaveLength(9);
  const modeOf = (path: string): number => statSync(join(tree, path)).mode & 0o777;
  expect(modeOf('usr/bin/heron')).toBe(0o755);
  expect(modeOf('usr/lib/heron/node/node')).toBe(0o755);
  expect(modeOf('usr/lib/heron/app/bin/heron.js')).toBe(0o644);
  expect(gunzipSync(readFileSync(join(tree, 'usr/share/man/man1/heron.1.gz'))).toString()).toBe(texts.manPage);
  expect(bytes).toBeGreaterThan(10_000);
  expect(sums).toMatch(/^9dd4e461268c8034f5c8564e155c67a6 {2}usr\/lib\/heron\/app\/bin\/heron\.js$/m);
});

test('the service starts nothing until somebody wants it', () => {
  const unit = readFileSync(join(root, 'build/debian/heron.service'), 'utf8');
  expect(unit).toMatch(/^ExecStart=\/usr\/bin\/heron serve --headless$/m);
  expect(unit).toMatch(/^WantedBy=default\.target$/m);
});
