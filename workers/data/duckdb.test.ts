import { appendFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { aggregate, query, convert } = worker.actions;

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-duckdb-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });

function save(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

const groupsOf = async (path: string, changes: object = {}) => {
  const wish = { path, measure: 'count' as const, order: 'group' as const, limit: 100, overwrite: false, ...changes };
  return (await aggregate(wish, allowed())).table;
};
const ask = async (path: string, sql: string) =>
  (await query({ path, sql, limit: 100, timeMs: 30_000, overwrite: false }, allowed())).table;

describe('a large file', () => {
  test('is added up by DuckDB to what we would have found, also where it has cells that DuckDB does not take', async () => {
    const cities = ['Köln', '"a, ""b"""', '007', ''];
    const lines = Array.from(
      { length: 900_000 },
      (_, row) => `${row},${cities[row % 4]},${(row % 997) / 4},${'-'.repeat(8)}`,
    );
    const path = save('many.csv', `id,city,amount,note\n${lines.join('\n')}\n`);
    const further = [{ measure: 'count' }, { measure: 'mean', column: 'amount' }, { measure: 'max', column: 'id' }];
    const sums = (more: object = {}) =>
      groupsOf(path, { measure: 'sum', column: 'amount', by: 'city', further, ...more });
    const { rows } = await sums();
    // A condition is looked at by ourselves.
    expect(rows).toEqual((await sums({ where: 'id >= 0' })).rows);
    expect(rows.map(([city]) => city)).toEqual(expect.arrayContaining(['Köln', 'a, "b"', null]));
    appendFileSync(path, '900000,Köln,unknown,\n');
    expect((await sums()).rows.find(([city]) => city === 'Köln')?.[2]).toBe(225_001);
  });
});

test('DuckDB reads the file and nothing else, sees in cells what we see, and names the line that is wrong [W-35]', async () => {
  const path = save('codes.csv', 'code,amount,is_open\n007,1,true\n12,,false\n');
  const sql = 'SELECT code, amount, is_open FROM codes ORDER BY code';
  expect((await ask(path, sql)).rows).toEqual([
    ['007', 1, true],
    [12, null, false],
  ]);
  const outside = join(realpathSync(tmpdir()), 'heron-data-outside.csv');
  for (const reaching of [`SELECT * FROM '${outside}'`, "SELECT * FROM read_text('/etc/passwd')"])
    await expect(ask(path, reaching)).rejects.toMatchObject({ code: 'invalid-input' });
  const head = `a,b\n${'1,2\n'.repeat(400_000)}`;
  for (const [last, told] of [
    ['3\n', '400002'],
    ['2.5,1\n', '2.5'],
    ['x,1\n', '400002'],
  ] as const)
    await expect(ask(save('late.csv', head + last), 'SELECT sum(a) FROM data')).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining(told) as string,
    });
  await convert({ path, destination: at('book.xlsx'), overwrite: false }, allowed());
  expect((await ask(at('book.xlsx'), 'SELECT typeof(code) FROM book')).rows).toContainEqual(['text']);
  const refused = query({ path, sql, limit: 1, timeMs: 9000, overwrite: false }, fakeContext());
  await expect(refused).rejects.toMatchObject({ code: 'permission-denied' });
});
