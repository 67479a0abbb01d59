import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { readClangTidy, readClippy, readGolangci, readVet } from './compiled-reports.ts';
import worker from './index.ts';

const { lint } = worker.actions;
const recorded = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures/reports', name), 'utf8');
const places = (found: ReturnType<typeof readClippy>) =>
  found?.map(({ file, line, rule, severity }) => `${file}:${line} ${rule} ${severity}`);

test('a report of clippy 1.95 tells once what it found in two targets', () => {
  const found = readClippy(recorded('clippy.jsonl'));
  expect(places(found)?.toSorted()).toEqual([
    'src/main.rs:4 clippy::useless_vec warning',
    'src/main.rs:5 clippy::len_zero warning',
    'src/main.rs:8 unused_variables warning',
    'src/part.rs:2 clippy::needless_return warning',
  ]);
  expect(found?.find(({ line }) => line === 5)).toMatchObject({ column: 8, message: 'length comparison to zero' });
  expect(readClippy('error: no matching package named `serde` found')).toBeUndefined();
  expect(readClippy('{"reason":"build-finished","success":false}')).toBeUndefined();
  expect(readClippy('{"reason":"build-finished","success":true}')).toEqual([]);
});

test('a report of go vet 1.19, with a package that cannot be built', () => {
  expect(places(readVet(recorded('go-vet.txt'), 1))?.toSorted()).toEqual([
    '/shop/shop.go:6 printf warning',
    '/shop/shop.go:8 unreachable warning',
    'sub/bad.go:3 undefined error',
  ]);
  expect(readVet('', 0)).toEqual([]);
  expect(readVet('go: go.mod file not found in current directory', 1)).toBeUndefined();
});

test('what golangci-lint prints', () => {
  const said = [
    'shop.go:12:7: Error return value of `file.Close` is not checked (errcheck)',
    '\tfile.Close()',
    '\t          ^',
    'shop.go:4: undefined: f (typecheck)',
    '2 issues:',
    '* errcheck: 1',
  ].join('\n');
  expect(places(readGolangci(said, 1))).toEqual(['shop.go:12 errcheck warning', 'shop.go:4 typecheck error']);
  expect(readGolangci('0 issues.', 0)).toEqual([]);
  expect(readGolangci('Error: can\'t load config: unsupported version of the configuration: ""', 3)).toBeUndefined();
});

test('a report of clang-tidy 14, without its notes', () => {
  const found = readClangTidy(recorded('clang-tidy.txt'), 1);
  expect(places(found)?.slice(0, 4)).toEqual([
    '/shop/bad.c:1 clang-diagnostic-error error',
    '/shop/bad.c:1 clang-diagnostic-error error',
    '/shop/bad.c:1 clang-diagnostic-error error',
    '/shop/shop.c:3 readability-identifier-length warning',
  ]);
  expect(found).toHaveLength(7);
  expect(readClangTidy('Error while processing /shop/a.c.', 1)).toBeUndefined();
});

describe('a project of', () => {
  const missing = (program: string, ...args: string[]): string => {
    const { status, error } = spawnSync(program, args);
    return error === undefined && status === 0 ? '' : ` (skipped: ${[program, ...args].join(' ')} does not run here)`;
  };
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-lint-')));
    return () => rmSync(folder, { recursive: true });
  });
  const write = (files: Record<string, string>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  const programs = ['cargo', 'go', 'clang-tidy'];
  const checked = (input: { files?: string[]; fix?: boolean; tool?: 'clippy' } = {}, allow = programs) =>
    lint(
      { folder, files: [], fix: false, limit: 100, ...input },
      fakeContext({ allow: { read: [folder], programs: allow } }),
    );
  const rust = {
    'Cargo.toml': '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n',
    'src/main.rs': 'mod part;\nfn main() {\n    if "a".len() == 0 {\n        part::say();\n    }\n}\n',
    'src/part.rs': 'pub fn say() {\n    return;\n}\n',
  };

  const noClippy = missing('cargo', 'clippy', '--version');
  test.skipIf(noClippy)(
    `Rust is checked by clippy${noClippy} [W-02]`,
    async () => {
      write(rust);
      expect(await checked()).toMatchObject({ tools: ['clippy'], missing: [], errors: 0, warnings: 2 });
      expect((await checked({ files: ['src/part.rs'] })).messages).toMatchObject([
        { file: 'src/part.rs', line: 2, rule: 'clippy::needless_return', tool: 'clippy' },
      ]);
      await expect(checked({ fix: true })).rejects.toMatchObject({ code: 'unsupported', details: { field: 'fix' } });
      await expect(checked({}, [])).rejects.toMatchObject({ code: 'permission-denied' });
      write({ 'src/part.rs': 'pub fn say() -> i32 {\n    "a"\n}\n' });
      expect(await checked()).toMatchObject({ errors: 1 });
      write({ 'Cargo.toml': 'no toml' });
      await expect(checked()).rejects.toMatchObject({
        code: 'worker-failed',
        message: expect.stringContaining('clippy ended with code 101 and without a report') as string,
      });
    },
    60_000,
  );

  const noGo = missing('go', 'version');
  test.skipIf(noGo)(
    `Go is checked by go vet${noGo} [W-02]`,
    async () => {
      write({
        'go.mod': 'module shop\n\ngo 1.19\n',
        'shop.go': 'package shop\n\nimport "fmt"\n\nfunc Say(name string) {\n\tfmt.Printf("%d birds\\n", name)\n}\n',
      });
      expect(await checked()).toMatchObject({
        tools: ['go vet'],
        messages: [{ file: 'shop.go', line: 6, rule: 'printf' }],
      });
    },
    60_000,
  );

  const noTidy = missing('clang-tidy', '--version');
  test.skipIf(noTidy)(`C is checked by clang-tidy${noTidy} [W-02]`, async () => {
    write({
      '.clang-tidy': "Checks: 'clang-diagnostic-*'\n",
      'a.c': 'int f(int a) {\n  if (a = 1)\n    return a;\n  return 2;\n}\n',
    });
    expect((await checked()).messages).toMatchObject([
      { file: 'a.c', line: 2, rule: 'clang-diagnostic-parentheses', severity: 'warning' },
    ]);
  });

  test('several languages is checked by those that are here, and says which are not', async () => {
    write({ ...rust, 'go.mod': 'module shop\n', '.golangci.yml': 'version: "2"\n' });
    const context = fakeContext({ allow: { read: [folder], programs: [...programs, process.execPath] } });
    const { run } = context.shell;
    const started: string[] = [];
    context.shell.run = (program, _, options) => {
      started.push(program);
      if (program === 'cargo')
        return run(process.execPath, ['-e', `console.log('{"reason":"build-finished","success":true}')`], options);
      throw Object.assign(new Error('it is not here'), { code: 'not-found' });
    };
    const input = { folder, files: [], fix: false, limit: 1 };
    expect(await lint(input, context)).toMatchObject({ tools: ['clippy'], missing: ['golangci-lint'], messages: [] });
    // What golangci-lint checks has all of go vet in it.
    expect(started).toEqual(['cargo', 'golangci-lint']);
    await expect(lint({ ...input, tool: 'go vet' }, context)).rejects.toMatchObject({
      code: 'unsupported',
      message: 'go is not on this machine; install it to do that',
    });
  });
});
