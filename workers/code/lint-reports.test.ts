import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import jsonata from 'jsonata';
import { readBiome, readEslint, readProblems, readRuff } from './lint-reports.ts';
import { commandOf, formatters, linters } from './tools.ts';

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures/reports', name), 'utf8');

test('a report of ESLint 10', () => {
  expect(readEslint(recorded('eslint.json'))).toEqual([
    {
      file: '/shop/a.js',
      line: 1,
      column: 1,
      message: 'Unexpected var, use let or const instead.',
      rule: 'no-var',
      severity: 'error',
    },
    {
      file: '/shop/a.js',
      line: 3,
      column: 3,
      message: "Unexpected 'debugger' statement.",
      rule: 'no-debugger',
      severity: 'warning',
    },
    { file: '/shop/bad.js', line: 1, column: 12, message: 'Parsing error: Unexpected token ;', severity: 'error' },
  ]);
  expect(readEslint('Oops! Something went wrong! :(')).toBeUndefined();
});

test('a report of Biome 2', () => {
  expect(readBiome(recorded('biome.json'))).toMatchObject([
    { file: 'a.js', line: 5, column: 1, rule: 'lint/style/useConst', severity: 'warning' },
    { file: 'bad.js', line: 1, column: 12, rule: 'parse', severity: 'error' },
  ]);
});

test('a report of Ruff 0.16', () => {
  expect(readRuff(recorded('ruff.json'))).toEqual([
    { file: '/shop/a.py', line: 1, column: 8, message: '`os` imported but unused', rule: 'F401', severity: 'error' },
  ]);
});

test.each([
  ['Prettier', '[error] b.js: SyntaxError: Unexpected token (1:12)\n[error] > 1 | const', 'b.js', 1, 12],
  ['Biome', '::error title=parse,file=/x/b.js,line=1,endLine=1,col=12,endColumn=13::expected', '/x/b.js', 1, 12],
  ['Ruff', 'error: Failed to parse b.py:1:5: Expected an identifier', 'b.py', 1, 5],
  ['Black', 'error: cannot format b.py: Cannot parse: 1:4\n    def (:', 'b.py', 1, 4],
  ['oxfmt', '  x Unexpected token\n   ,-[bad.js:1:12]\n 1 | const', 'bad.js', 1, 12],
  ['rustfmt', 'error: this file contains an unclosed delimiter\n --> /x/a.rs:1:12\n', '/x/a.rs', 1, 12],
  ['gofmt', "a.go:2:9: expected 'IDENT', found '('", 'a.go', 2, 9],
])('what %s says of code it cannot read', (_name, said, file, line, column) => {
  const [found, ...rest] = readProblems(said);
  expect(rest).toEqual([]);
  expect(found).toMatchObject({ file, line, column, severity: 'error' });
  expect(found?.message).not.toBe('');
});

describe('the manifest asks for the very commands', () => {
  type Need = { capability: string; target: string; args?: string };
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, 'manifest.json'), 'utf8')) as {
    actions: Record<string, { needs: Need[] }>;
  };
  const said = async (action: string, at: number, input: object): Promise<unknown[]> => {
    const need = manifest.actions[action]?.needs.filter(({ capability }) => capability === 'shell')[at];
    const value = (text = ''): Promise<unknown> => jsonata(text.replace(/^\{\{|\}\}$/g, '')).evaluate(input);
    const [target, args] = [await value(need?.target), await value(need?.args)];
    return target === undefined ? [] : [target, ...(Array.isArray(args) ? (args as unknown[]) : [args])];
  };

  test.each(Object.entries(formatters))('%s formats', async (tool, each) => {
    const command = await said('format', 0, { folder: '/x', tool });
    expect(command).toEqual(each.takes === 'names' ? [] : commandOf(tool, each, each.args, '../'));
  });

  test.each(Object.entries(linters))('%s checks and mends', async (tool, each) => {
    const input = { folder: '/x', tool, fix: true };
    const told = (names: string[]) => commandOf(tool, each, [...each.args, ...(each.takes === 'nothing' ? [] : names)]);
    // Names of files that nobody has looked for yet are asked about when they are known.
    const all = each.takes === 'names' ? [] : told(['.']);
    expect(await said('lint', 0, { ...input, files: [] })).toEqual(all);
    expect(await said('lint', 0, { ...input, files: ['a', 'b'] })).toEqual(told(['a', 'b']));
    const mending = each.fix ? commandOf(tool, each, [...each.fix, '.'], '../') : [];
    expect(await said('lint', 1, { ...input, files: [] })).toEqual(mending);
  });
});
