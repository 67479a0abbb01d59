import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import worker from './index.ts';

const { draw } = worker.actions;
type Input = Parameters<typeof draw>[0];

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-chart-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const writing = () => fakeContext({ allow: { write: [folder] } });

test.each([
  ['commas', 'name,age\nAda,36\n"Grace, H.",85\nAlan,\n'],
  ['semicolons', '\ufeffname;age\r\nAda;36\r\nGrace, H.;85\r\nAlan;\r\n'],
])('a file of CSV with %s is drawn as its rows are', async (_kind, text) => {
  writeFileSync(at('t.csv'), text);
  const reading = () => fakeContext({ allow: { read: [folder], write: [folder] } });
  const how: Input = {
    kind: 'bar',
    x: 'name',
    y: ['age'],
    overwrite: false,
    theme: 'light',
    width: 300,
    height: 200,
    projection: 'plain',
  };
  const drawn = await draw({ ...how, path: at('t.csv'), saveTo: at('file.svg') }, reading());
  const data = {
    columns: ['name', 'age'],
    rows: [
      ['Ada', 36],
      ['Grace, H.', 85],
      ['Alan', null],
    ],
  };
  await draw({ ...how, data, saveTo: at('rows.svg') }, writing());
  expect(drawn.rows).toBe(3);
  expect(readFileSync(at('file.svg'), 'utf8')).toBe(readFileSync(at('rows.svg'), 'utf8'));
});

test('a file that is no CSV, rows besides a file, neither, and a file it may not read are refused', async () => {
  const how = { kind: 'bar', overwrite: false, theme: 'light', width: 300, height: 200, projection: 'plain' } as const;
  writeFileSync(at('bad.csv'), 'a,b\n1,2,3\n');
  writeFileSync(at('empty.csv'), '');
  const reading = fakeContext({ allow: { read: [folder] } });
  const refused = (more: Partial<Input>) => draw({ ...how, ...more }, reading);
  await expect(refused({ path: at('bad.csv') })).rejects.toMatchObject({
    ...{ code: 'invalid-input', message: expect.stringMatching(/bad\.csv is no CSV.*line 2/) },
  });
  await expect(refused({ path: at('empty.csv') })).rejects.toMatchObject({
    message: expect.stringMatching(/is empty/),
  });
  await expect(refused({ path: at('x.parquet') })).rejects.toMatchObject({
    message: expect.stringMatching(/let Data read/),
  });
  await expect(refused({ path: at('bad.csv'), data: { columns: [], rows: [] } })).rejects.toMatchObject({
    details: { field: 'path' },
  });
  await expect(refused({})).rejects.toMatchObject({ details: { field: 'data' } });
  await expect(draw({ ...how, path: at('bad.csv') }, writing())).rejects.toMatchObject({ code: 'permission-denied' });
});
