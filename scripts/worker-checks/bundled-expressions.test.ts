import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/contract/json.ts';
import { type ActionManifest, Manifest } from '../../src/contract/manifest.ts';
import type { ActionEntry } from '../../src/main/orchestrator/catalogue.ts';
import { shellNeed } from '../../src/main/base/commands/shell-need.ts';
import { needsAsPlanned, needsOf } from '../../src/main/orchestrator/checking/task-needs.ts';
import { compileTemplate } from '../../src/main/orchestrator/expressions/template.ts';
import { cargo, type Command, npm, pip } from '../../workers/package/commands.ts';

const workers = join(dirname(dirname(import.meta.dirname)), 'workers');

function actionOf(ref: string): ActionManifest {
  const [id = '', name = ''] = ref.split('.');
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(workers, id, 'manifest.json'), 'utf8')));
  return manifest.actions[name]!;
}

function entryOf(ref: string): ActionEntry {
  const [workerId = ''] = ref.split('.');
  return { ref, workerId, workerName: workerId, action: actionOf(ref), timeoutMs: 1000, validateInput: () => [] };
}

const file = { path: '/a/b.txt' };
const packed = { path: '/a/docs.zip', format: 'zip', files: 14, bytes: 12_345, sourceBytes: 50_000, skipped: [] };
const unpacked = { path: '/a/docs', files: 1, bytes: 5, skipped: ['link'] };
const ran = { exitCode: 0, signal: null, stdout: 'a\n', stderr: '', truncated: false, durationMs: 5 };
const found = { path: '/a', matches: [], searched: 7, tooLarge: 0, unreadable: 0, truncated: false };

const sayings: [ref: string, input: JsonObject, output: JsonObject, says: string][] = [
  ['archive.create', {}, packed, 'Packed 14 files into `/a/docs.zip` (12 kB).'],
  [
    'archive.create',
    {},
    { ...packed, files: 1, skipped: ['/a/l', '/a/m'] },
    'Packed 1 file into `/a/docs.zip` (12 kB). Left out, because links and devices cannot be packed: `/a/l`, `/a/m`.',
  ],
  [
    'archive.extract',
    {},
    unpacked,
    'Unpacked 1 file (5 bytes) into `/a/docs`. Left out, because links and devices are not unpacked: `link`.',
  ],
  [
    'archive.list',
    {},
    { ...packed, entries: [{ name: 'a' }, { name: 'b/' }] },
    '`/a/docs.zip` holds 14 files (12 kB unpacked):\n\n- `a`\n- `b/`',
  ],
  [
    'checksum.hash',
    {},
    { ...file, algorithm: 'md5', hash: 'ab', bytes: 3 },
    'The md5 of `/a/b.txt` (3 bytes) is `ab`.',
  ],
  [
    'database.query',
    {},
    { columns: ['a|b', 'c'], rows: [[1, 'x|y\nz']], truncated: false },
    '| a¦b | c |\n| --- | --- |\n| 1 | x¦y z |',
  ],
  [
    'database.query',
    {},
    { columns: ['a'], rows: [[null], [2]], truncated: true },
    '| a |\n| --- |\n|  |\n| 2 |\n\nThis is the beginning; there are more rows.',
  ],
  [
    'api.get',
    { pages: { kind: 'link' } },
    { url: 'http://a', status: 200, items: 1, pages: 2, truncated: true, path: '/x' },
    'http://a answered with 200; it is in `/x`: 1 item from 2 pages. There are more pages.',
  ],
  [
    'markdown.fix',
    {},
    { fixed: 2, changed: ['/a'], files: 3, left: 1 },
    'Mended 2 problems in 1 of 3 files; 1 needs a person.',
  ],
  ['checksum.verify', {}, { ...file, algorithm: 'md5', hash: 'ab' }, '`/a/b.txt` has the expected md5 `ab`.'],
  ['clock.now', {}, { text: 'Saturday', zone: 'UTC' }, 'It is Saturday (UTC).'],
  ['clock.wait', { duration: 1, unit: 'hours' }, { waitedMs: 3_600_000 }, 'Waited 1 hour.'],
  ['clock.wait', { duration: 5, unit: 'seconds' }, { waitedMs: 5000 }, 'Waited 5 seconds.'],
  [
    'files.list',
    {},
    {
      path: '/a',
      entries: [
        { name: 'b', kind: 'folder', bytes: 0 },
        { name: 'c', kind: 'file', bytes: 3 },
      ],
      total: 2,
      bytes: 3,
    },
    '`/a` holds 2 entries (3 bytes).\n\n- `b/`\n- `c` (3 bytes)',
  ],
  ['files.list', {}, { path: '/a', entries: [], total: 0, bytes: 0 }, '`/a` holds 0 entries (0 bytes).\n\n'],
  ['files.read', {}, { ...file, text: 'x', bytes: 1 }, '`/a/b.txt` (1 byte):\n\n~~~~text\nx\n~~~~'],
  ['files.write', {}, { ...file, bytes: 1500 }, 'Wrote `/a/b.txt` (1.5 kB).'],
  ['files.makeFolder', {}, { path: '/a' }, 'The folder `/a` is there.'],
  ['files.copy', {}, { ...file, files: 2, bytes: 9, skipped: [] }, 'Copied 2 files (9 bytes) to `/a/b.txt`.'],
  ['files.move', {}, { source: '/a', path: '/b' }, 'Moved `/a` to `/b`.'],
  ['files.remove', {}, file, 'Removed `/a/b.txt`. Undoing this run brings it back.'],
  ['files.find', {}, found, 'Found 0 of 7 files in `/a`.\n\n'],
  [
    'files.find',
    {},
    { ...found, matches: [{ path: '/a/b', line: 2 }], tooLarge: 1, truncated: true },
    'Found 1 or more of 7 files in `/a`.\n\n- `/a/b`, line 2\n\nNot looked into, because they are too large: 1.',
  ],
  [
    'process.list',
    { sort: 'cpu' },
    { processes: [{ pid: 1, cpuPercent: 0.5, memoryBytes: 2_000_000, command: 'a | `b`' }], total: 3 },
    '3 processes, the first 1 by cpu:\n\n| Process | Processor | Memory | Command |\n|---:|---:|---:|---|\n| 1 | 0.5 % | 2.0 MB | `a ¦ ´b´` |',
  ],
  ['process.run', { program: 'ls' }, ran, 'Ran `ls`.\n\n~~~~text\na\n\n~~~~'],
  ['process.run', { program: 'ls' }, { ...ran, exitCode: 2, stdout: '' }, '`ls` ended with code 2.'],
  [
    'process.run',
    { program: 'ls' },
    { ...ran, exitCode: null, signal: 'SIGTERM', stdout: '' },
    'The signal SIGTERM ended `ls`.',
  ],
  ['text.count', file, { lines: 1, words: 2, characters: 3 }, '1 line, 2 words, 3 characters in `/a/b.txt`.'],
  ['text.replace', {}, { text: 'x', replacements: 1 }, 'Replaced 1 occurrence.'],
  ['text.replaceInFile', {}, { ...file, replacements: 0 }, 'Found nothing to replace in `/a/b.txt`.'],
  ['text.extract', {}, { values: ['a', 'b`'], truncated: false }, 'Found 2.\n\n- `a`\n- `b´`'],
  ['web-fetch.page', {}, { title: 'T', url: 'http://a/', content: 'x' }, '**T** (http://a/)\n\nx'],
  [
    'web-fetch.download',
    {},
    { ...file, url: 'http://a/', bytes: 3 },
    'Downloaded `/a/b.txt` (3 bytes) from http://a/.',
  ],
];

test.each(sayings)('%s after %j with %j', async (ref, input, output, says) => {
  expect(await compileTemplate(actionOf(ref).says).evaluate({ input, output })).toBe(says);
});

const defaults: [ref: string, field: string, input: JsonObject, value: string][] = [
  ['archive.create', 'destination', { source: '/a/my.docs' }, '/a/my.docs.zip'],
  ['archive.create', 'destination', { source: '/a/docs', format: 'tar.gz' }, '/a/docs.tar.gz'],
  ['archive.extract', 'destination', { source: '/a/docs.tar.gz' }, '/a/docs'],
  ['archive.extract', 'destination', { source: '/a/my.docs.zip' }, '/a/my.docs'],
  ['web-fetch.download', 'destination', { url: 'https://a.org/b/c.zip?d=e/f#g' }, 'c.zip'],
  ['web-fetch.download', 'destination', { url: 'https://a.org/' }, 'a.org'],
  ['database.export', 'destination', { file: '/a/b.db', table: 't' }, '/a/t.csv'],
  ['markdown.html', 'destination', { source: '/a/b.md' }, '/a/b.html'],
];

test.each(defaults)('%s fills %s from %j', async (ref, field, input, value) => {
  expect(await compileTemplate(actionOf(ref).defaults[field] ?? '').evaluate(input)).toBe(value);
});

const commands: [input: JsonObject, shown: string][] = [
  [{ program: 'ls', args: [] }, 'ls'],
  [{ program: 'git', args: ['status', '--short'] }, 'git status --short'],
  [{ program: 'echo', args: ["it's", '', '$HOME; rm'] }, `echo 'it'\\''s' '' '$HOME; rm'`],
  [{ program: 'sh', args: ['-'], input: 'rm -rf /', folder: '/a b' }, `sh - <<< 'rm -rf /'  (in '/a b')`],
];

test.each(commands)('a person who is asked about %j sees the whole command', async (input, shown) => {
  const [shell, folder] = await needsOf(entryOf('process.run'), input);
  expect(shell?.detail).toBe(shown);
  expect(folder?.target).toBe(input['folder']);
  expect(shell?.exact).toBe(input['program'] === 'sh' ? true : undefined);
});

test('a program behind a wrapper is what is asked for, and half a command is not asked for at all', async () => {
  const needs = await needsOf(entryOf('process.run'), { program: 'nice', args: ['ls', '-l'] });
  expect(needs).toEqual([{ capability: 'shell', target: 'ls', args: ['-l'], detail: 'nice ls -l' }]);
  const planned = { program: 'nice', args: ['{{ tasks.a.output.text }}'] };
  expect(await needsAsPlanned(entryOf('process.run'), planned)).toEqual([]);
});

test('what is downloaded shows its host', async () => {
  const [net] = actionOf('web-fetch.download').needs;
  expect(await compileTemplate(net?.target ?? '').evaluate({ url: 'https://Files.Example.org:8443/a' })).toBe(
    'files.example.org',
  );
});

const inRepository = { path: '/a', limit: 5, of: 'all', mode: 'merge', onConflict: 'abort', remote: 'origin' };

test.each<[name: string, input: JsonObject]>([
  ['init', { path: '/a', branch: 'main' }],
  ['clone', { url: 'https://github.com/a/b.git', destination: '/a', credential: 'github-token' }],
  ['clone', { url: '/b', destination: '/a', depth: 1 }],
  ['diff', { ...inRepository, from: 'a', to: 'b', file: 'c' }],
  ['commit', { ...inRepository, message: 'm', files: ['a', 'b'] }],
  ['pull', inRepository],
  ['push', { ...inRepository, branch: 'topic' }],
  ['rebase', { ...inRepository, step: 'start', onto: 'main' }],
  ['worktree', { ...inRepository, step: 'add', create: true, branch: 'b', folder: '/c' }],
])('git.%s asks for git as Heron knows that it runs nothing it finds: %j', async (name, input) => {
  const started = (await needsOf(entryOf(`git.${name}`), input)).filter(({ capability }) => capability === 'shell');
  expect(started.length).toBeGreaterThan(0);
  expect(started.filter(({ exact }) => exact)).toEqual([]);
});

const packages = ['a', 'b@1'];
const registry = 'http://r.example/x';
const sparse = 'sparse+http://r.example/x/';

test.each<[name: string, input: JsonObject, commands: Command[]]>([
  ['install', { manager: 'npm', frozen: true }, [npm.install(registry, true)]],
  ['install', { manager: 'npm', frozen: false }, [npm.install(registry, false)]],
  ['install', { manager: 'pip' }, [pip.makeEnvironment(), pip.install(registry), pip.inspect()]],
  ['install', { manager: 'cargo', frozen: true }, [cargo.install(sparse, true), cargo.describe(sparse)]],
  ['install', { manager: 'cargo', frozen: false }, [cargo.install(sparse, false), cargo.describe(sparse)]],
  ['add', { manager: 'npm', packages, dev: true }, [npm.add(registry, packages, true)]],
  ['add', { manager: 'npm', packages: ['a'], dev: false }, [npm.add(registry, ['a'], false)]],
  ['add', { manager: 'pip', packages }, [pip.makeEnvironment(), pip.choose(registry, packages), pip.install(registry)]],
  [
    'add',
    { manager: 'cargo', packages, dev: true },
    [cargo.add(sparse, packages, true), cargo.install(sparse, false), cargo.describe(sparse)],
  ],
  ['remove', { manager: 'npm', packages }, [npm.remove(registry, packages)]],
  ['remove', { manager: 'pip', packages: ['a'] }, [pip.remove(['a'])]],
  ['remove', { manager: 'cargo', packages }, [cargo.remove(sparse, packages)]],
  ['outdated', { manager: 'npm' }, [npm.outdated(registry)]],
  ['outdated', { manager: 'pip' }, [pip.outdated(registry)]],
  ['outdated', { manager: 'cargo' }, [cargo.outdated(sparse)]],
  ['why', { manager: 'npm', package: 'a' }, [npm.why(registry, 'a')]],
  ['why', { manager: 'pip', package: 'a' }, [pip.inspect()]],
  ['why', { manager: 'cargo', package: 'a' }, []],
  ['audit', { manager: 'npm', advisories: 'https://o.example' }, [npm.audit(registry)]],
  ['audit', { manager: 'pip', advisories: 'https://o.example' }, []],
  ['runScripts', { manager: 'npm', packages: ['a', 'b'] }, [npm.runScripts(['a', 'b'])]],
  ['runScripts', { manager: 'pip', packages: ['a'] }, [pip.makeEnvironment(), pip.runScripts(registry, ['a'])]],
])('package.%s asks for the very commands that it runs: %j', async (name, input, wanted) => {
  const needs = await needsOf(entryOf(`package.${name}`), { path: '/a', registry, ...input });
  const asked = needs.filter(({ capability }) => capability === 'shell');
  const cwd = { cwd: '/a', input: null, variables: [] };
  expect(asked).toEqual(wanted.map(([program, ...args]) => shellNeed({ program, args, ...cwd }).need));
});
