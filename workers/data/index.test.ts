import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { profile, filter, aggregate, join: joinFiles, query, convert } = worker.actions;
const hasPython = spawnSync('python3', ['-c', 'import csv, json, sqlite3']).status === 0;

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-data-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const denied = { code: 'permission-denied' };

const sales = [
  'id,city,amount,day,note',
  '1,Berlin,10.5,2026-01-02,"said ""hi"", left"',
  '2,Köln,20,2026-01-03,',
  '3,Berlin,-3,2026-02-01,"two',
  'lines"',
  '4,,7,2026-02-03,true',
  '',
].join('\n');

function save(name: string, text: string | Uint8Array): string {
  writeFileSync(at(name), text);
  return at(name);
}

/** The table beside the rest, so that tests name what they look at. */
async function flat<Table extends object, Rest extends object>(call: Promise<{ table: Table } & Rest>) {
  const { table, ...rest } = await call;
  return { ...table, ...rest };
}

const rowsOf = (path: string, changes: object = {}) =>
  flat(Promise.resolve(filter({ path, limit: 100, overwrite: false, ...changes }, allowed())));
const groupsOf = (path: string, changes: object = {}) =>
  flat(
    Promise.resolve(
      aggregate({ path, measure: 'count', order: 'group', limit: 100, overwrite: false, ...changes }, allowed()),
    ),
  );
const ask = (path: string, sql: string, changes: object = {}) =>
  flat(Promise.resolve(query({ path, sql, limit: 100, timeMs: 30_000, overwrite: false, ...changes }, allowed())));

describe('profile', () => {
  test('each column is told by its kind, range and empty cells [W-35]', async () => {
    const { rows, columns, format } = await profile({ path: save('sales.csv', sales) }, allowed());
    expect({ rows, format }).toEqual({ rows: 4, format: 'csv' });
    expect(columns.map(({ name, type, empty, distinct }) => [name, type, empty, distinct])).toEqual([
      ['id', 'number', 0, 4],
      ['city', 'text', 1, 2],
      ['amount', 'number', 0, 4],
      ['day', 'text', 0, 4],
      ['note', 'mixed', 1, 3],
    ]);
    expect(columns[2]).toMatchObject({ min: -3, max: 20, mean: 8.625, examples: [10.5, 20, -3] });
    expect(columns[3]).toMatchObject({ min: '2026-01-02', max: '2026-02-03' });
  });

  test.each([
    ['semicolons and returns', 'a;b\r\n1;"x;y"\r\n2;z', ['a', 'b']],
    [
      'tabs, a mark at the beginning, names twice or not at all',
      '\uFEFFa\ta\t\n1\tx;y\t3\n2\tz\t4\n',
      ['a', 'a 2', 'column 3'],
    ],
    ['old returns alone', 'a,b\r1,x\r2,y\r', ['a', 'b']],
  ])('a file with %s is understood', async (_, text, names) => {
    const path = save('odd.csv', text);
    const { rows, columns } = await profile({ path }, allowed());
    expect([rows, columns.map(({ name }) => name)]).toEqual([2, names]);
    expect(columns[0]).toMatchObject({ type: 'number', distinct: 2 });
  });

  test('other characters than UTF-8 are read as what they are', async () => {
    expect((await rowsOf(save('old.csv', Buffer.from('ort\nKöln\n', 'latin1')))).rows).toEqual([['Köln']]);
    expect((await rowsOf(save('wide.csv', Buffer.from('\uFEFFort\nKöln\n', 'utf16le')))).rows).toEqual([['Köln']]);
  });

  test.each([
    ['a row of another length', 'bad.csv', 'a,b\n1,"x\ny"\n2\n', 'line 4: 1 cell, where the first line has 2'],
    ['an open quote', 'bad.csv', 'a,b\n1,"x\n2,y\n', 'line 2: a quote is opened and not closed'],
    ['text behind a quote', 'bad.csv', 'a,b\n1,"x"y\n', 'line 2: there is text behind a closing quote'],
    ['an empty file', 'bad.csv', '', 'is empty'],
    ['bytes', 'bad.csv', 'a,b\0', 'is no text'],
    ['half a JSON list', 'bad.json', '[{"a":1},{"a":', 'behind record 2'],
    ['a JSON list of numbers', 'bad.json', '[1,2]', 'record 1: this is no object'],
    ['a broken line', 'bad.ndjson', '{"a":1}\n{"a":\n', 'record 2'],
    ['text instead of Parquet', 'bad.parquet', 'not parquet at all', 'is no Parquet file'],
    ['text instead of a workbook', 'bad.xlsx', 'not a workbook', 'is no Excel workbook'],
  ])('%s is refused, and where', async (_, name, text, message) => {
    await expect(profile({ path: save(name, text) }, allowed())).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining(message) as string,
    });
  });

  test('what is not there, of no known kind, or not allowed is refused', async () => {
    await expect(profile({ path: at('gone.csv') }, allowed())).rejects.toMatchObject({ code: 'not-found' });
    await expect(profile({ path: save('a.mp3', 'x') }, allowed())).rejects.toMatchObject({ code: 'unsupported' });
    await expect(profile({ path: save('a.csv', sales) }, fakeContext())).rejects.toMatchObject(denied);
    const reads = fakeContext({ allow: { read: [folder] } });
    const call = filter({ path: at('a.csv'), limit: 1, saveTo: at('b.csv'), overwrite: false }, reads);
    await expect(call).rejects.toMatchObject(denied);
    expect(existsSync(at('b.csv'))).toBe(false);
  });
});

describe('filter', () => {
  test.each([
    ['amount > 8', [1, 2]],
    ['city = Berlin and amount < 0', [3]],
    ['city is empty or note contains "HI"', [1, 4]],
    ['not (city = Berlin) and city is not empty', [2]],
    ["Day >= '2026-02-01'", [3, 4]],
    ['id in (1, 4)', [1, 4]],
    ['id not in (1, 4)', [2, 3]],
    ['city starts with kö', [2]],
    ['"note" ends with lines', [3]],
    ['city != Berlin', [2, 4]],
  ])('rows where %s', async (where, ids) => {
    const { rows, columns } = await rowsOf(save('sales.csv', sales), { where, columns: ['id'] });
    expect([columns, rows]).toEqual([['id'], ids.map((id) => [id])]);
  });

  test.each([
    ['amount >', 'expected a value, found the end'],
    ['amount > 1 city', 'expected and, or, or the end, found “city”, character 12'],
    ['price > 1', 'has no column “price”; it has id, city, amount, day, note'],
    ["city = 'Berlin", 'that is not closed'],
    ['(id = 1', 'expected ), found the end'],
    ['id about 3', 'found “about”'],
  ])('the condition %s is refused, and why', async (where, message) => {
    const call = rowsOf(save('sales.csv', sales), { where });
    await expect(call).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining(message) as string,
    });
  });

  test('what is cut off says so, what is saved is whole, and a file is kept unless it may be replaced', async () => {
    const path = save('sales.csv', sales);
    expect(await rowsOf(path, { limit: 2, columns: ['id'] })).toMatchObject({ rows: [[1], [2]], truncated: true });
    const saved = await rowsOf(path, { saveTo: at('out/all.csv') });
    expect(saved).toMatchObject({ path: at('out/all.csv'), total: 4, truncated: false });
    expect(readFileSync(at('out/all.csv'), 'utf8')).toBe(sales);
    await expect(rowsOf(path, { saveTo: at('out/all.csv') })).rejects.toMatchObject({ code: 'already-exists' });
  });
});

describe('aggregate', () => {
  test('groups are counted, added up and averaged; empty cells count for nothing', async () => {
    const path = save('sales.csv', sales);
    const further = [{ measure: 'mean', column: 'amount' }, { measure: 'max', column: 'day' }, { measure: 'count' }];
    expect(await groupsOf(path, { measure: 'sum', column: 'amount', by: 'city', further })).toMatchObject({
      columns: ['city', 'sum of amount', 'mean of amount', 'max of day', 'count'],
      rows: [
        [null, 7, 7, '2026-02-03', 1],
        ['Berlin', 7.5, 3.75, '2026-02-01', 2],
        ['Köln', 20, 20, '2026-01-03', 1],
      ],
    });
    expect((await groupsOf(path, { where: 'amount > 0' })).rows).toEqual([[3]]);
    expect((await groupsOf(path, { measure: 'distinct', column: 'city' })).rows).toEqual([[2]]);
    const largest = await groupsOf(path, { by: 'city, note', order: 'largest', limit: 1 });
    expect(largest).toMatchObject({ columns: ['city', 'note', 'count'], total: 4, truncated: true });
    await expect(groupsOf(path, { measure: 'sum' })).rejects.toMatchObject({ details: { field: 'column' } });
  });

  test('tenths add up to what they are', async () => {
    const path = save('tenths.ndjson', '{"a":0.1}\n'.repeat(100_000));
    expect((await groupsOf(path, { measure: 'sum', column: 'a' })).rows).toEqual([[10_000]]);
  });

  test.skipIf(!hasPython)('many rows with quotes are what Python makes of them (skipped without python3)', async () => {
    const write = `import csv, sys
w = csv.writer(open(sys.argv[1], 'w', newline='', encoding='utf8'))
w.writerow(['id', 'text', 'n'])
for i in range(100000): w.writerow([i, ['a,b', 'c"d', 'e\\nf', 'grün'][i % 4], i * 0.25])`;
    execFileSync('python3', ['-c', write, at('many.csv')]);
    const context = allowed();
    const input = { path: at('many.csv'), measure: 'sum' as const, column: 'n', by: 'text', order: 'group' as const };
    const { table } = await aggregate({ ...input, limit: 10, overwrite: false }, context);
    const read = `import csv, sys, json, collections
s = collections.defaultdict(float)
for r in csv.DictReader(open(sys.argv[1], newline='', encoding='utf8')): s[r['text']] += float(r['n'])
print(json.dumps(sorted(s.items())))`;
    expect(table.rows).toEqual(JSON.parse(execFileSync('python3', ['-c', read, at('many.csv')], { encoding: 'utf8' })));
    expect(context.reports.length).toBeGreaterThan(0);
  });

  test('a cancelled call ends between two pieces', async () => {
    const path = save('long.csv', `a\n${'1\n'.repeat(400_000)}`);
    const context = fakeContext({ allow: { read: [folder] } });
    const { read } = context.files;
    let pieces = 0;
    context.files.read = async function* (...given) {
      for await (const chunk of read(...given)) {
        if ((pieces += 1) === 3) context.abort('cancelled');
        yield chunk;
      }
    };
    const call = aggregate({ path, measure: 'count', order: 'group', limit: 1, overwrite: false }, context);
    await expect(call).rejects.toThrow();
    expect(pieces).toBeLessThan(6);
  });
});

describe('join', () => {
  const both = (changes: object = {}) => {
    const other = save('places.json', '[{"name":"Berlin","land":"BE","id":7},{"name":"Bonn","land":"NW","id":8}]');
    const path = save('sales.csv', sales);
    return flat(
      Promise.resolve(
        joinFiles(
          { path, other, on: 'city = name', keep: 'matched', limit: 9, overwrite: false, ...changes },
          allowed(),
        ),
      ),
    );
  };

  test('rows meet where their columns are the same, or are kept, or only those without', async () => {
    const { columns, rows } = await both();
    expect(columns).toEqual(['id', 'city', 'amount', 'day', 'note', 'land', 'id 2']);
    expect(rows.map((row) => [row[0], row[5], row[6]])).toEqual([
      [1, 'BE', 7],
      [3, 'BE', 7],
    ]);
    expect((await both({ keep: 'all' })).rows.map((row) => [row[0], row[5]])).toEqual([
      [1, 'BE'],
      [2, null],
      [3, 'BE'],
      [4, null],
    ]);
    expect((await both({ keep: 'unmatched' })).rows.map(([id]) => id)).toEqual([2, 4]);
    await expect(both({ on: 'city' })).rejects.toMatchObject({ details: { field: 'on' } });
  });
});

describe('query', () => {
  test('files are tables, and SQL is asked over them', async () => {
    save('Sales 2026.csv', sales);
    save('places.ndjson', '{"name":"Berlin","land":"BE"}\n');
    const output = await ask(
      at('Sales 2026.csv'),
      'SELECT land, sum(amount) AS amount, typeof(min(id)) FROM sales_2026 JOIN places ON city = name GROUP BY land',
      { others: [at('places.ndjson')] },
    );
    expect(output).toMatchObject({ columns: ['land', 'amount', 'typeof(min(id))'], rows: [['BE', 7.5, 'BIGINT']] });
    expect(output.tables).toEqual(['sales_2026', 'places']);
    expect((await ask(at('Sales 2026.csv'), 'SELECT count(*) FROM data WHERE city IS NULL')).rows).toEqual([[1]]);
  });

  test.each(['DROP TABLE sales', 'SELECT 1; SELECT 2', 'ATTACH DATABASE "/etc/passwd" AS x', 'SELEC 1', ''])(
    '%j is refused',
    async (sql) => {
      await expect(ask(save('sales.csv', sales), sql)).rejects.toMatchObject({ code: 'invalid-input' });
    },
  );

  test('a statement that does not end is ended', async () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
    await expect(ask(save('sales.csv', sales), endless, { timeMs: 50 })).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
  });
});

describe('convert', () => {
  test.each(['json', 'ndjson', 'parquet', 'xlsx', 'tsv'])(
    'a table goes through %s and comes back the same',
    async (ending) => {
      const path = save('sales.csv', sales);
      const there = { path, destination: at(`there.${ending}`), overwrite: false };
      expect(await convert(there, allowed())).toMatchObject({
        rows: 4,
        columns: ['id', 'city', 'amount', 'day', 'note'],
      });
      expect((await rowsOf(at(`there.${ending}`))).rows).toEqual((await rowsOf(path)).rows);
      await convert({ path: at(`there.${ending}`), destination: at('back.csv'), overwrite: false }, allowed());
      expect(readFileSync(at('back.csv'), 'utf8')).toBe(sales);
    },
  );

  test('Parquet of several row groups is read in part, and a column that changes its mind is refused', async () => {
    const lines = Array.from({ length: 250_000 }, (_, index) => `${index},${index % 3}`);
    const path = save('long.csv', `a,b\n${lines.join('\n')}\n`);
    await convert({ path, destination: at('long.parquet'), overwrite: false }, allowed());
    const { rows } = await groupsOf(at('long.parquet'), { measure: 'max', column: 'a', by: 'b' });
    expect(rows).toEqual([
      [0, 249_999],
      [1, 249_997],
      [2, 249_998],
    ]);
    save('odd.csv', `a,b\n${lines.join('\n')}\nx,1\n`);
    const odd = convert({ path: at('odd.csv'), destination: at('odd.parquet'), overwrite: false }, allowed());
    await expect(odd).rejects.toMatchObject({ message: expect.stringContaining('in row 250001 “x”') as string });
    expect(readdirSync(folder)).not.toContain('odd.parquet');
  });

  test('a sheet is chosen by its name', async () => {
    await convert({ path: save('sales.csv', sales), destination: at('book.xlsx'), overwrite: false }, allowed());
    const call = profile({ path: at('book.xlsx'), sheet: 'Costs' }, allowed());
    await expect(call).rejects.toMatchObject({ message: expect.stringContaining('it has Sheet1') as string });
    expect((await profile({ path: at('book.xlsx'), sheet: 'Sheet1' }, allowed())).rows).toBe(4);
    await expect(profile({ path: at('sales.csv'), sheet: 'x' }, allowed())).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});
