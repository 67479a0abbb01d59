import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, expect, test } from 'vitest';
import { run } from '../../scripts/processes.ts';
import worker from './index.ts';

const { skeleton, outline } = worker.actions;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-skeleton-')));
  return () => rmSync(folder, { recursive: true });
});

const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const shop = (end: string, header = end): string => `
src/price.${header}
  type Price -- what something costs
    amount: number
    currency: text
    since?: date
src/basket.${end}
  # what is kept together
  class Basket -- what somebody takes along
    items: list of Price
    open: boolean
    add(price: Price, count?: integer) -- puts one more in
    names(): map of text
  const limit: integer
  function total(basket: Basket, rate: number): number -- adds them up
`;

test('files with what an outline says, in five languages, and no model [W-02]', async () => {
  for (const end of ['ts', 'js', 'py', 'go', 'rs']) {
    const { files } = await skeleton({ folder, outline: shop(end), dryRun: false }, allowed());
    expect(files.map(({ name, definitions }) => [name, definitions])).toEqual([
      [`src/price.${end}`, 1],
      [`src/basket.${end}`, 3],
    ]);
    const { symbols, ...rest } = await outline({ path: join(folder, `src/basket.${end}`) }, allowed());
    expect(rest).not.toHaveProperty('brokenAt');
    const names = symbols.map(({ name }) => name.toLowerCase());
    for (const name of ['basket', 'add', 'names', 'limit', 'total']) expect(names).toContain(name);
  }
  expect(read('src/basket.ts')).toBe(`import type { Price } from './price.ts';

/** what somebody takes along */
export class Basket {
  items: Price[] | undefined;
  open: boolean | undefined;

  /** puts one more in */
  add(price: Price, count?: number): void {
    throw new Error('add is not written yet');
  }

  names(): Record<string, string> {
    throw new Error('names is not written yet');
  }
}

export const limit: number | undefined = undefined;

/** adds them up */
export function total(basket: Basket, rate: number): number {
  throw new Error('total is not written yet');
}
`);
  expect(read('src/price.py')).toBe(`from __future__ import annotations
from dataclasses import dataclass
from datetime import datetime


@dataclass
class Price:
    """what something costs"""
    amount: float
    currency: str
    since: datetime | None = None
`);
  expect(read('src/basket.go')).toContain('func (b *Basket) Add(price Price, count *int) {\n\tpanic(');
  expect(read('src/basket.rs')).toContain('use crate::price::{Price};');
  expect(read('src/basket.js')).toContain(' * @param {number} [count]\n');
});

test('C has its structs and functions, and Python’s run', async () => {
  const c = 'bill.h\n  type Bill\n    sum: number\n    paid: boolean\nbill.c\n  function total(bill: Bill): number\n';
  await skeleton({ folder, outline: c, dryRun: false }, allowed());
  expect(read('bill.h')).toBe(
    '#pragma once\n\n#include <stdbool.h>\n\ntypedef struct {\n    double sum;\n    bool paid;\n} Bill;\n',
  );
  expect(read('bill.c')).toContain('#include "bill.h"\n\ndouble total(Bill bill) {\n');
  await skeleton({ folder, outline: shop('py').replaceAll('src/', ''), dryRun: false }, allowed());
  const code =
    'import basket; b = basket.Basket([], True)\ntry: basket.total(b, 1)\nexcept NotImplementedError as e: print(e)';
  const { stdout } = await run('python3', ['-c', code], { cwd: folder, timeoutMs: 20_000 });
  expect(stdout).toBe('total is not written yet\n');
});

test('the example of its page is an outline that can be written', async () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, 'manifest.json'), 'utf8')) as {
    actions: { skeleton: { input: { properties: { outline: { examples: [string] } } } } };
  };
  const [said] = manifest.actions.skeleton.input.properties.outline.examples;
  await skeleton({ folder, outline: said, dryRun: false }, allowed());
  expect(read('src/price.ts')).toContain('export function taxed(price: Price, rate?: number): Price {');
});

test('a large outline, and a dry run that writes nothing', async () => {
  const large = Array.from({ length: 200 }, (_, at) => `part${at}.ts\n  function f${at}(a: text): text\n`).join('');
  const { files } = await skeleton(
    { folder, outline: large, dryRun: true },
    fakeContext({ allow: { read: [folder] } }),
  );
  expect(files).toHaveLength(200);
  expect(existsSync(join(folder, 'part0.ts'))).toBe(false);
});

test.each([
  ['no file first', '  function f()', /Line 1 .*a file comes first/],
  ['a file outside', '../a.ts\n  function f()', /relative to the folder/],
  ['a whole path', '/a.ts\n  function f()', /relative to the folder/],
  ['a file of no language', 'a.txt\n', /Line 1 .*a file of TypeScript/],
  ['a file twice', 'a.ts\na.ts\n', /Line 2 .*named twice/],
  ['an unknown word', 'a.ts\n  thing x', /Line 2 .*a function, type, class or const/],
  ['a field without a type', 'a.ts\n  type A\n    b\n', /Line 3 .*its type/],
  ['a function of a type', 'a.ts\n  type A\n    b()\n', /Line 3 .*fields only/],
  ['a name twice', 'a.ts\n  type A\n    b: text\n  class A\n', /defines A twice/],
  ['a word of the language', 'a.py\n  function pass()\n', /a word of python/],
  ['a list in C', 'a.c\n  function f(a: list of number)\n', /no list of its own/],
  ['what may be left out before what may not', 'a.ts\n  function f(a?: text, b: text)\n', /comes last/],
  ['a remark that ends itself', 'a.ts\n  function f() -- so */ (\n', /would be no code/],
  ['nothing', '# only a remark', /no file/],
])('%s is refused, and nothing is written', async (_what, said, message) => {
  const refused = { code: 'invalid-input', message: expect.stringMatching(message) as string };
  await expect(skeleton({ folder, outline: `${said}\n`, dryRun: false }, allowed())).rejects.toMatchObject(refused);
});

test('nothing that is there is replaced, and without the permission nothing is written', async () => {
  writeFileSync(join(folder, 'b.ts'), 'mine');
  const input = { folder, outline: 'a.ts\n  function f()\nb.ts\n  function g()\n', dryRun: false };
  await expect(skeleton(input, allowed())).rejects.toMatchObject({ code: 'already-exists' });
  expect(existsSync(join(folder, 'a.ts'))).toBe(false);
  rmSync(join(folder, 'b.ts'));
  const reading = fakeContext({ allow: { read: [folder] } });
  await expect(skeleton(input, reading)).rejects.toMatchObject({ code: 'permission-denied' });
  expect(existsSync(join(folder, 'a.ts'))).toBe(false);
});
