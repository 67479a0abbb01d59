import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import worker from './index.ts';

const { format, lint } = worker.actions;
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
/** What rustup puts in its place is there without it, too. */
const hasRustfmt = spawnSync('rustfmt', ['--version']).status === 0;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-format-')));
  cpSync(join(import.meta.dirname, 'fixtures/shop'), folder, { recursive: true });
  return () => rmSync(folder, { recursive: true });
});

const programs = ['node', 'black', 'ruff', 'rustfmt', 'gofmt', 'clang-format'];
const allowed = () => fakeContext({ allow: { read: [folder], write: [folder], programs } });
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** As npm would have put it there. */
function installed(name: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(join(import.meta.dirname, '../../node_modules', name), join(folder, 'node_modules', name));
}

const crooked = 'export const   a = {b:"c"}\n';
const usual = { files: [], dryRun: false };

test('the formatter of package.json with the settings that lie beside the code [W-02]', async () => {
  // Where a build server runs it, Prettier writes in colours.
  vi.stubEnv('CI', 'true');
  vi.stubEnv('NO_COLOR', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  rmSync(join(folder, 'web'), { recursive: true });
  installed('prettier');
  write('package.json', '{"devDependencies":{"prettier":"3"}}');
  write('.prettierrc', '{"semi":false}');
  write('deep/.prettierrc', '{"singleQuote":true}');
  write('.prettierignore', 'left.js\n');
  for (const name of ['a.js', 'deep/a.js', 'left.js']) write(name, crooked);
  write('bad.js', 'const a = (;\n');
  const planned = await format({ folder, ...usual, dryRun: true }, allowed());
  expect(read('a.js')).toBe(crooked);
  const output = await format({ folder, ...usual }, allowed());
  expect(output.changed).toEqual(planned.changed);
  expect(output).toMatchObject({
    tools: ['prettier'],
    problems: [
      {
        file: 'bad.js',
        line: 1,
        column: 12,
        severity: 'error',
        message: expect.stringContaining('Unexpected') as string,
      },
    ],
  });
  expect(output.changed).toEqual(['a.js', 'package.json', 'deep/a.js'].map((file) => ({ file, tool: 'prettier' })));
  expect([read('a.js'), read('deep/a.js'), read('left.js')]).toEqual([
    'export const a = { b: "c" }\n',
    "export const a = { b: 'c' };\n",
    crooked,
  ]);
  expect(existsSync(join(folder, 'heron-copy'))).toBe(false);
});

test('only the files that are named, and what is no text stays', async () => {
  installed('oxfmt');
  write('.oxfmtrc.json', '{"singleQuote":true}');
  write('a.js', crooked);
  write('b.js', crooked);
  writeFileSync(join(folder, 'c.js'), Buffer.from([0x61, 0xff, 0xfe]));
  const { changed, problems } = await format({ folder, ...usual, files: ['b.js', 'c.js'] }, allowed());
  expect(changed).toEqual([{ file: 'b.js', tool: 'oxfmt' }]);
  expect(problems).toMatchObject([{ file: 'c.js', line: 0 }]);
  expect([read('a.js'), read('b.js')]).toEqual([crooked, "export const a = { b: 'c' };\n"]);
  expect([...readFileSync(join(folder, 'c.js'))]).toEqual([0x61, 0xff, 0xfe]);
});

test.skipIf(!has('black'))('Python by Black, and what it cannot read (skipped without black)', async () => {
  write('pyproject.toml', '[tool.black]\nline-length = 40\n');
  write('python/a.py', "def f( a ):\n  return {'b':a}\n");
  write('python/bad.py', 'def (:\n');
  const { tools, changed, problems } = await format(
    { folder, ...usual, files: ['python/a.py', 'python/bad.py'] },
    allowed(),
  );
  expect({ tools, changed }).toEqual({ tools: ['black'], changed: [{ file: 'python/a.py', tool: 'black' }] });
  expect(problems).toMatchObject([
    { file: 'python/bad.py', line: 1, message: expect.stringContaining('parse') as string },
  ]);
  expect(read('python/a.py')).toBe('def f(a):\n    return {"b": a}\n');
});

test.skipIf(!has('ruff'))('Python by Ruff, both ways (skipped without ruff)', async () => {
  write('ruff.toml', 'line-length = 40\n[lint]\nselect = ["F"]\n');
  write('python/a.py', "import os\ndef f( a ):\n  return {'b':a}\n");
  const found = await lint({ folder, files: ['python/a.py'], fix: false, limit: 10 }, allowed());
  expect(found.messages).toMatchObject([{ file: 'python/a.py', line: 1, rule: 'F401', tool: 'ruff' }]);
  const { changed } = await lint({ folder, files: ['python/a.py'], fix: true, limit: 10 }, allowed());
  expect(changed).toEqual(['python/a.py']);
  await format({ folder, ...usual, files: ['python/a.py'] }, allowed());
  expect(read('python/a.py')).toBe('def f(a):\n    return {"b": a}\n');
});

test.skipIf(!hasRustfmt)('Rust by rustfmt (skipped without rustfmt)', async () => {
  write('Cargo.toml', '[package]\nname = "shop"\nedition = "2021"\n');
  write('src/main.rs', 'mod part;\nfn main( ){part::f( )}\n');
  write('src/part.rs', 'pub async  fn f() {}\n');
  const { changed } = await format({ folder, ...usual, files: ['src/main.rs'] }, allowed());
  expect(changed).toEqual([{ file: 'src/main.rs', tool: 'rustfmt' }]);
  expect(read('src/main.rs')).toBe('mod part;\nfn main() {\n    part::f()\n}\n');
  expect(read('src/part.rs')).toBe('pub async  fn f() {}\n');
});

test.skipIf(!has('gofmt'))('Go by gofmt (skipped without gofmt)', async () => {
  write('go.mod', 'module shop\n');
  write('go/a.go', 'package shop\nfunc  f( ) {}\n');
  expect((await format({ folder, ...usual }, allowed())).changed).toEqual([{ file: 'go/a.go', tool: 'gofmt' }]);
});

test.skipIf(!has('clang-format'))('C by clang-format (skipped without clang-format)', async () => {
  write('.clang-format', 'BasedOnStyle: LLVM\nIndentWidth: 4\n');
  const { changed } = await format({ folder, ...usual, files: ['c/shop.c'] }, allowed());
  expect(changed).toEqual([{ file: 'c/shop.c', tool: 'clang-format' }]);
});

test('what linters find by file and line, and what they mend [W-02]', async () => {
  installed('oxlint');
  installed('@oxlint');
  write('.oxlintrc.json', '{"rules":{"no-debugger":"error","no-var":"warn"},"ignorePatterns":["node_modules"]}');
  write('web/bad.js', 'var a = 1;\ndebugger;\nexport { a };\n');
  const before = read('web/bad.js');
  const found = await lint({ folder, files: [], fix: false, limit: 1 }, allowed());
  expect(found).toMatchObject({ tools: ['oxlint'], errors: 1, warnings: 1, changed: [] });
  expect(found.messages).toHaveLength(1);
  expect(read('web/bad.js')).toBe(before);
  const { changed, messages } = await lint({ folder, files: ['web/bad.js'], fix: true, limit: 10 }, allowed());
  expect(changed).toEqual(['web/bad.js']);
  expect(messages).toMatchObject([{ file: 'web/bad.js', line: 2, rule: 'eslint(no-debugger)', severity: 'error' }]);
  expect(read('web/bad.js')).toMatch(/^(let|const) a = 1;/);
});

test('a project of many files', async () => {
  installed('oxfmt');
  write('.oxfmtrc.json', '{}');
  for (let at = 0; at < 600; at++) write(`many/${at}.js`, 'let   a\n');
  const { files, changed } = await format({ folder, ...usual }, allowed());
  expect(files).toBeGreaterThan(600);
  expect(changed.length).toBeGreaterThanOrEqual(600);
});

test('refused: no tool, one that is not installed, files outside, a folder in the way, a program that is not allowed', async () => {
  const input = { folder, ...usual };
  await expect(format(input, allowed())).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/Heron knows biome, oxfmt/) as string,
  });
  await expect(lint({ folder, files: [], fix: false, limit: 1 }, allowed())).rejects.toMatchObject({
    code: 'not-found',
  });
  write('package.json', '{"devDependencies":{"prettier":"3"}}');
  await expect(format(input, allowed())).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/prettier is not installed/) as string,
  });
  installed('prettier');
  for (const file of ['../a.js', '/etc/a.js', '--config=a.js']) {
    await expect(format({ ...input, files: [file] }, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
  }
  await expect(format({ ...input, files: ['a.rs'] }, allowed())).rejects.toMatchObject({ code: 'not-found' });
  write('a.js', crooked);
  const silent = fakeContext({ allow: { read: [folder], write: [folder] } });
  await expect(format(input, silent)).rejects.toMatchObject({ code: 'permission-denied' });
  expect([read('a.js'), existsSync(join(folder, 'heron-copy'))]).toEqual([crooked, false]);
  const ended = allowed();
  ended.abort();
  await expect(format(input, ended)).rejects.toThrow('stopped by the test');
  expect([read('a.js'), existsSync(join(folder, 'heron-copy'))]).toEqual([crooked, false]);
  mkdirSync(join(folder, 'heron-copy'));
  await expect(format(input, allowed())).rejects.toMatchObject({ code: 'already-exists' });
});
