import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, expect, test } from 'vitest';
import worker from './index.ts';

const { outline, find, rename } = worker.actions;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-code-reading-')));
  cpSync(join(import.meta.dirname, 'fixtures/shop'), folder, { recursive: true });
  return () => rmSync(folder, { recursive: true });
});

const reading = () => fakeContext({ allow: { read: [folder] } });
const writing = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test.each([
  ['web/price.ts', 'type Price 1-1, enum Kind 3-6, function taxed 9-11, function free 13-13'],
  ['web/basket.ts', 'class Basket 3-14, variable Basket.items 4-4, method Basket.add 6-9, method Basket.total 11-13'],
  ['web/page.jsx', 'function Row 3-6'],
  [
    'python/shop.py',
    'variable LIMIT 1-1, class Basket 4-9, method Basket.__init__ 5-6, method Basket.total 8-9, function read 12-14',
  ],
  ['go/shop.go', 'variable Limit 3-3, type Basket 5-7, method Total 9-15, function Count 17-19'],
  [
    'rust/shop.rs',
    'variable LIMIT 1-1, class Basket 3-5, method Basket.total 8-10, interface Count 13-15, method Count.count 14-14, method Basket.count 18-20',
  ],
  ['c/shop.c', 'macro LIMIT 3-4, class basket 5-8, type Basket 10-10, function first 12-14, function total 16-20'],
])('the outline of %s', async (name, expected) => {
  const { symbols, ...rest } = await outline({ path: join(folder, name) }, reading());
  const said = symbols.map((each) => {
    const full = each.within === undefined ? each.name : `${each.within}.${each.name}`;
    return `${each.kind} ${full} ${each.line}-${each.endLine}`;
  });
  expect(said.join(', ')).toBe(expected);
  expect(rest).not.toHaveProperty('brokenAt');
});

test('code that is broken is read as far as it goes, and what is no code is refused', async () => {
  writeFileSync(join(folder, 'broken.py'), 'def whole():\n    pass\n\ndef (:\n');
  expect(await outline({ path: join(folder, 'broken.py') }, reading())).toMatchObject({
    symbols: [{ name: 'whole' }],
    brokenAt: 4,
  });
  writeFileSync(join(folder, 'notes.txt'), 'def whole():');
  await expect(outline({ path: join(folder, 'notes.txt') }, reading())).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await expect(outline({ path: join(folder, 'web/price.ts') }, fakeContext())).rejects.toMatchObject({
    code: 'permission-denied',
  });
});

test('where a name is defined and used, without texts, comments and the packages of others [W-02]', async () => {
  mkdirSync(join(folder, 'node_modules/other'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/other/index.js'), 'function taxed() {}');
  const found = await find({ folder, name: 'taxed', limit: 2 }, reading());
  expect(found).toEqual({
    ...{ folder, name: 'taxed', total: 4 },
    definitions: [{ file: 'web/price.ts', kind: 'function', line: 9, endLine: 11 }],
    usages: [
      { file: 'web/basket.ts', line: 1, column: 22, text: "import { type Price, taxed } from './price.ts';" },
      { file: 'web/basket.ts', line: 8, column: 21, text: 'this.items.push(taxed(price));' },
    ],
  });
  expect(await find({ folder, name: 'nowhere', limit: 2 }, reading())).toMatchObject({ definitions: [], total: 0 });
  const ended = reading();
  ended.abort();
  await expect(find({ folder, name: 'taxed', limit: 2 }, ended)).rejects.toThrow('stopped by the test');
});

test('a large file is read whole', async () => {
  const text = Array.from({ length: 6_000 }, (_, index) => `def f${index}(x):\n    return x + ${index}\n`).join('\n');
  writeFileSync(join(folder, 'large.py'), text);
  expect((await outline({ path: join(folder, 'large.py') }, reading())).symbols).toHaveLength(6_000);
});

test('a function is renamed wherever it is used, and a dry run only says where [W-02]', async () => {
  const files = [
    { file: 'web/basket.ts', places: 2 },
    { file: 'web/page.jsx', places: 2 },
    { file: 'web/price.ts', places: 1 },
  ];
  const input = { folder, name: 'taxed', to: 'withTax', dryRun: true };
  expect(await rename(input, reading())).toMatchObject({ files, dryRun: true });
  expect(read('web/price.ts')).toContain('taxed');
  await rename({ ...input, dryRun: false }, writing());
  expect(read('web/price.ts')).toContain('function withTax(price');
  expect(read('web/basket.ts')).toContain("import { type Price, withTax } from './price.ts';");
  expect(read('web/basket.ts')).toContain('// taxed is said here, too');
  expect(read('web/page.jsx')).toContain("const label = 'taxed';");
  expect(read('web/page.jsx')).toContain('{withTax(price).amount}');
});

test.each([
  ['Count', 'Sum', 'go', 'func Sum(b *Basket) int'],
  ['read', 'load', 'python', 'def load(path):'],
  ['first', 'start', 'c', 'sum += start(b)[at]'],
  ['Count', 'Counted', 'rust', 'impl Counted for Basket'],
])('%s becomes %s in %s', async (name, to, part, expected) => {
  const { files } = await rename({ folder: join(folder, part), name, to, dryRun: false }, writing());
  expect(read(`${part}/${files[0]?.file}`)).toContain(expected);
});

test('a variable that is also a field keeps the field’s name', async () => {
  writeFileSync(join(folder, 'web/rate.js'), 'const rates = 1;\nmodule.exports = { rates };\n');
  await rename({ folder: join(folder, 'web'), name: 'rates', to: 'taxes', dryRun: false }, writing());
  expect(read('web/rate.js')).toBe('const taxes = 1;\nmodule.exports = { rates: taxes };\n');
});

test.each([
  ['what is defined twice', 'total', 'sum2', 'conflict', /defined more than once/],
  ['what is not defined', 'reduce', 'fold', 'not-found', /Nothing called reduce/],
  ['a name that is in use', 'taxed', 'price', 'conflict', /has a name price already/],
  ['a word of the language', 'taxed', 'class', 'invalid-input', /is a word of/],
  ['what is no name', 'taxed', 'a b', 'invalid-input', /is no name/],
  ['the same name', 'taxed', 'taxed', 'invalid-input', /already/],
  ['a property that may be another', 'amounts', 'sums', 'conflict', /may be another/],
])('%s is not renamed', async (_what, name, to, code, message) => {
  writeFileSync(join(folder, 'web/amounts.js'), 'export const amounts = [];\nwindow.amounts = amounts;\n');
  const before = read('web/price.ts');
  const refused = { code, message: expect.stringMatching(message) as string };
  await expect(rename({ folder, name, to, dryRun: false }, writing())).rejects.toMatchObject(refused);
  expect(read('web/price.ts')).toBe(before);
});
