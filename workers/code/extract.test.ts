import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { extract } = worker.actions;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-extract-')));
  return () => rmSync(folder, { recursive: true });
});

const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });

type Asked = { kind: 'function' | 'variable'; types?: Record<string, string>; dryRun?: boolean };

/** What stands between « and » is chosen. */
async function made(name: string, marked: string, { dryRun = false, ...asked }: Asked, context = allowed()) {
  const path = join(folder, name);
  const place = (at: number): { line: number; column: number } => {
    const lines = marked.slice(0, at).replaceAll(/[«»]/g, '').split('\n');
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  };
  const start = place(marked.indexOf('«'));
  const end = place(marked.indexOf('»'));
  writeFileSync(path, marked.replaceAll(/[«»]/g, ''));
  const range = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  const output = await extract({ path, name: 'fresh', dryRun, ...range, ...asked }, context);
  return { ...output, text: readFileSync(path, 'utf8') };
}

const asFunction = { kind: 'function' as const };
const asVariable = { kind: 'variable' as const };

describe('a function', () => {
  test('is given what it reads and gives back what is needed after it [W-02]', async () => {
    const marked = `import { log } from './log.js';

// Sums them up.
export function bill(items, rate) {
  const limit = 10;
  «let sum = 0;
  for (const item of items) {
    if (item > limit) continue;
    sum += item * rate;
  }
  const label = \`sum:
  \${sum}\`;»
  log(label);
  return { sum, label };
}
`;
    const { text, parameters, line, call } = await made('a.js', marked, asFunction);
    expect(text).toBe(`import { log } from './log.js';

function fresh(items, limit, rate) {
  let sum = 0;
  for (const item of items) {
    if (item > limit) continue;
    sum += item * rate;
  }
  const label = \`sum:
  \${sum}\`;
  return { sum, label };
}

// Sums them up.
export function bill(items, rate) {
  const limit = 10;
  const { sum, label } = fresh(items, limit, rate);
  log(label);
  return { sum, label };
}
`);
    expect({ parameters, line, call }).toEqual({
      parameters: ['items', 'limit', 'rate'],
      line: 3,
      call: 'const { sum, label } = fresh(items, limit, rate);',
    });
  });

  test('changes a variable of the function around it by giving it back', async () => {
    const marked =
      'function f(xs) {\n  let n = 0;\n  for (const x of xs) {\n    «n = n * 2 + x;»\n  }\n  return n;\n}\n';
    const { code, call } = await made('a.js', marked, asFunction);
    expect(code).toBe('function fresh(n, x) {\n  n = n * 2 + x;\n  return n;\n}');
    expect(call).toBe('n = fresh(n, x);');
  });

  test('returns where the statements did, and waits where they did', async () => {
    const marked = 'async function f(url) {\n  «const answer = await fetch(url);\n  return answer.json();»\n}\n';
    const { code, call } = await made('a.js', marked, asFunction);
    expect(code).toBe('async function fresh(url) {\n  const answer = await fetch(url);\n  return answer.json();\n}');
    expect(call).toBe('return await fresh(url);');
  });

  test('of one expression', async () => {
    const { text } = await made('a.js', 'const f = (a, b) => a && «g(b) + 1»;\n', asFunction);
    expect(text).toBe('function fresh(b) {\n  return g(b) + 1;\n}\n\nconst f = (a, b) => a && fresh(b);\n');
  });

  test('has the types that are written, or those that are given', async () => {
    const marked =
      'export function f(a: string, b?: Set<number>) {\n  const n = 1;\n  const m = g();\n  «h(a, b, n, m);»\n}\n';
    await expect(made('a.ts', marked, asFunction)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('the type of m is not written in the file') as string,
    });
    const { code } = await made('a.ts', marked, { ...asFunction, types: { m: 'Date' } });
    expect(code).toBe(
      'function fresh(a: string, b: Set<number> | undefined, n: number, m: Date) {\n  h(a, b, n, m);\n}',
    );
    const generic = 'function f<T>(a: T[]) {\n  «h(a);»\n}\n';
    await expect(made('a.ts', generic, asFunction)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of Python does what the statements did', async () => {
    const marked = `RATE = 2


def bill(items, extra=1):
    label = "sum"
    «total = 0
    for item in items:
        total += item * RATE
    total += extra»
    return f"{label} {total}"


print(bill([1, 2, 3]))
`;
    const { text } = await made('a.py', marked, asFunction);
    expect(text).toContain(`def fresh(items, extra):
    total = 0
    for item in items:
        total += item * RATE
    total += extra
    return total


def bill(items, extra=1):
    label = "sum"
    total = fresh(items, extra)
    return f"{label} {total}"
`);
  });

  test.each([
    ['this', 'a.js', 'class A {\n  m() {\n    «this.n();»\n  }\n}\n', /this means something else/],
    ['a return in the middle', 'a.js', 'function f(a) {\n  «if (a) return 1;\n  g();»\n}\n', /returns before its end/],
    [
      'a loop that is left',
      'a.js',
      'function f(a) {\n  for (const b of a) {\n    «if (b) break;»\n  }\n}\n',
      /leaves a loop/,
    ],
    ['yield', 'a.js', 'function* f(a) {\n  «yield a;»\n}\n', /yields/],
    [
      'what another function needs',
      'a.js',
      'function f() {\n  let n = 0;\n  on(() => n);\n  «n = 1;»\n  return n;\n}\n',
      /another function needs/,
    ],
    [
      'a function that changes something',
      'a.js',
      'function f() {\n  let n = 0;\n  «on(() => n++);»\n  return n;\n}\n',
      /a function inside of it changes n/,
    ],
    [
      'what is changed elsewhere',
      'a.js',
      'function f() {\n  let n = 0;\n  «on(() => n);»\n  n = 2;\n}\n',
      /changed elsewhere/,
    ],
    [
      'several variables',
      'a.js',
      'function f() {\n  let n = 0;\n  let m = 0;\n  «n = 1;\n  m = 2;»\n  return n + m;\n}\n',
      /several variables/,
    ],
    ['an export', 'a.js', '«export const a = 1;»\n', /only a file as a whole/],
    ['a name that is taken', 'a.js', 'function fresh() {}\n«g();»\n', /has a name fresh already/],
    ['global', 'a.py', 'n = 0\n\n\ndef f():\n    global n\n    «n = 1»\n', /further out/],
    [
      'a value there is only sometimes',
      'a.py',
      'def f(a):\n    «if a:\n        b = 1»\n    return b\n',
      /only sometimes/,
    ],
    ['super', 'a.py', 'class A(B):\n    def f(self):\n        «super().f()»\n', /super means something else/],
    ['code that is broken', 'a.js', 'function f( {\n«g();»\n', /cannot be read/],
  ])('is not made where it would do something else: %s', async (_what, name, marked, message) => {
    const refused = { code: 'conflict', message: expect.stringMatching(message) as string };
    await expect(made(name, marked, asFunction)).rejects.toMatchObject(refused);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(marked.replaceAll(/[«»]/g, ''));
  });
});

describe('a variable', () => {
  test.each([
    [
      'a.js',
      'function f(a) {\n  if («a.length > 3») g();\n}\n',
      'function f(a) {\n  const fresh = a.length > 3;\n  if (fresh) g();\n}\n',
    ],
    ['a.ts', 'log(«join(a, b)», c);\n', 'const fresh = join(a, b);\nlog(fresh, c);\n'],
    [
      'a.tsx',
      'const f = () => {\n  return <p>{«g(1)»}</p>;\n};\n',
      'const f = () => {\n  const fresh = g(1);\n  return <p>{fresh}</p>;\n};\n',
    ],
    ['a.py', 'def f(a):\n    return g(«a * 2») + 1\n', 'def f(a):\n    fresh = a * 2\n    return g(fresh) + 1\n'],
    ['b.py', 'for x in «sorted(xs)»:\n    g(x)\n', 'fresh = sorted(xs)\nfor x in fresh:\n    g(x)\n'],
  ])('of an expression in %s', async (name, marked, expected) => {
    expect((await made(name, marked, asVariable)).text).toBe(expected);
  });

  test.each([
    ['what is worked out sometimes', 'a.js', 'g(a && «b()»);\n', /only sometimes/],
    ['an answer to a choice', 'a.js', 'g(a ? «b + 1» : 2);\n', /only sometimes/],
    ['what a chain may skip', 'a.js', 'a?.b(«c()»);\n', /only sometimes/],
    ['each round', 'a.js', 'while («a > 1») a--;\n', /in each round/],
    ['a function without a block', 'a.js', 'const f = (a) => «a + 1»;\n', /when the function around it is called/],
    ['what comes after something else', 'a.js', 'g(b(), «c + 1»);\n', /something is done before it/],
    ['what may change what is read before', 'a.js', 'let n = 0;\nn = 1;\ng(n, «h()»);\n', /n is read before it/],
    ['what the statement makes', 'a.js', 'const a = 1, b = «a + 2»;\n', /needs a/],
    ['a branch without braces', 'a.js', 'if (a) g(«b + 1»);\n', /no braces/],
    ['what is called', 'a.js', '«a.b»();\n', /means more there/],
    ['what is assigned to', 'a.js', '«a.b» = 1;\n', /means more there/],
    ['one of many', 'a.py', 'g([«x + 1» for x in xs])\n', /once for each item/],
    ['the second branch', 'a.py', 'if a:\n    pass\nelif «b(a)»:\n    pass\n', /only sometimes/],
  ])('is not made of %s', async (_what, name, marked, message) => {
    const refused = { code: 'conflict', message: expect.stringMatching(message) as string };
    await expect(made(name, marked, asVariable)).rejects.toMatchObject(refused);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(marked.replaceAll(/[«»]/g, ''));
  });
});

test('half an expression, lines that are not there, statements as a variable, and other languages are refused', async () => {
  await expect(made('a.js', 'g(a +« b»);\n', asVariable)).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(made('a.js', 'a;\nif (b) {\n  «c;\n}\nd;»\n', asFunction)).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await expect(made('a.js', '«g();\nh();»\n', asVariable)).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(made('a.go', 'package a\n\nvar x = «1 + 2»\n', asVariable)).rejects.toMatchObject({
    code: 'unsupported',
  });
  const lines = { path: join(folder, 'a.js'), name: 'fresh', ...asVariable, dryRun: false, startLine: 9, endLine: 12 };
  await expect(extract(lines, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a dry run changes nothing, and without the permission nothing is changed', async () => {
  const marked = '«g();\nh();»\n';
  const reading = () => fakeContext({ allow: { read: [folder] } });
  const planned = await made('a.js', marked, { ...asFunction, dryRun: true }, reading());
  expect(planned).toMatchObject({ code: 'function fresh() {\n  g();\n  h();\n}', text: 'g();\nh();\n' });
  await expect(made('a.js', marked, asFunction, reading())).rejects.toMatchObject({ code: 'permission-denied' });
});

test('lines keep the ends that Windows gives them', async () => {
  const { text } = await made('a.js', 'function f(a) {\r\n  «g(a);\r\n  h(a);»\r\n}\r\n', asFunction);
  expect(text).toBe('function fresh(a) {\r\n  g(a);\r\n  h(a);\r\n}\r\n\r\nfunction f(a) {\r\n  fresh(a);\r\n}\r\n');
});

test('whole lines can be chosen without columns', async () => {
  const path = join(folder, 'a.js');
  writeFileSync(path, 'function f(a) {\n  g(a);\n  h(a);\n}\n', { mode: 0o755 });
  const { call } = await extract(
    { path, name: 'both', kind: 'function', startLine: 2, endLine: 3, dryRun: false },
    allowed(),
  );
  expect(call).toBe('both(a);');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o755);
});
