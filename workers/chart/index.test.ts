import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { SaxesParser } from 'saxes';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { binsOf } from './histogram.ts';
import worker from './index.ts';
import { projectionOf } from './projection.ts';

const { draw } = worker.actions;
type Input = Parameters<typeof draw>[0];

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-chart-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const writing = () => fakeContext({ allow: { write: [folder] } });

const cities = {
  columns: ['city', 'amount'],
  rows: [
    ['Berlin', 7.5],
    ['Köln', 20],
    ['London', 12.25],
    [null, 7],
  ],
};
const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'];
const points = Array.from({ length: 80 }, (_, index) => {
  const weight = 1 + ((index * 37) % 80) / 40;
  return [weight, 30 + 40 * weight + ((index * 53) % 17)];
});
const pictures: Record<Input['kind'], Input['data']> = {
  line: {
    columns: ['month', 'Berlin', 'Köln'],
    rows: months.map((month, index) => [month, 10 + index ** 2, 30 - 3 * index]),
  },
  bar: cities,
  scatter: { columns: ['weight', 'wingspan'], rows: points },
  histogram: { columns: ['wingspan'], rows: points.map(([, wingspan]) => [wingspan]) },
  heatmap: {
    columns: ['day', 'hour', 'calls'],
    rows: ['Mon', 'Tue', 'Wed'].flatMap((day, index) =>
      [8, 12, 16].map((hour) => [day, `${hour}`, ((index + 1) * hour) % 11]),
    ),
  },
  pie: cities,
  geo: {
    columns: ['city', 'Lat', 'Lon', 'people'],
    rows: [
      ['Berlin', 52.52, 13.4, 3.7],
      ['Köln', 50.94, 6.96, 1.1],
      ['London', 51.51, -0.13, 8.9],
      ['Oslo', 59.91, 10.75, 0.7],
    ],
  },
};
/** Two areas, one with a hole and written the wrong way round, and a line. */
const shapes = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { name: 'with a hole' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [2, 47],
            [2, 54],
            [15, 54],
            [15, 47],
            [2, 47],
          ],
          [
            [8, 49],
            [8, 51],
            [12, 51],
            [12, 49],
            [8, 49],
          ],
        ],
      },
    },
    { type: 'Feature', properties: {}, geometry: null },
    {
      type: 'GeometryCollection',
      geometries: [
        {
          type: 'MultiPolygon',
          coordinates: [
            [
              [
                [-5, 50],
                [1, 51],
                [-2, 55],
                [-5, 50],
              ],
            ],
          ],
        },
        {
          type: 'LineString',
          coordinates: [
            [-0.13, 51.51],
            [6.96, 50.94],
            [13.4, 52.52],
          ],
        },
        { type: 'MultiPoint', coordinates: [[18, 59.3]] },
      ],
    },
  ],
};
const input = (kind: Input['kind'], changes: Partial<Input> = {}): Input => ({
  ...{ kind, data: pictures[kind], theme: 'light', width: 300, height: 200, overwrite: false, projection: 'plain' },
  ...(kind === 'geo' ? { shapes } : {}),
  ...changes,
});

async function pictureOf(given: Input): Promise<PNG> {
  const context = fakeContext();
  const { picture } = await draw(given, context);
  const stored = context.stored.get(picture);
  expect(stored).toMatchObject({ mediaType: 'image/png' });
  return PNG.sync.read(Buffer.from(stored?.bytes ?? []));
}

// HERON_KEEP_CHARTS=1 draws the kept pictures anew: look at them before they are committed.
test.each(Object.keys(pictures) as Input['kind'][])(
  'a %s chart is the picture that was looked at, light and (but for geo) dark [W-37]',
  async (kind) => {
    for (const theme of kind === 'geo' ? (['light'] as const) : (['light', 'dark'] as const)) {
      const drawn = await pictureOf(input(kind, { theme, title: 'Größe und Zahl' }));
      const kept = join(import.meta.dirname, 'fixtures', `${kind}-${theme}.png`);
      if (process.env['HERON_KEEP_CHARTS']) writeFileSync(kept, PNG.sync.write(drawn));
      const { width, height, data } = PNG.sync.read(readFileSync(kept));
      expect([drawn.width, drawn.height]).toEqual([width, height]);
      // The renderer and its font come with the worker, so that only what rounds differently may differ.
      expect(pixelmatch(drawn.data, data, undefined, width, height, { threshold: 0.1 })).toBeLessThan(20);
    }
  },
);

test('an SVG file is well formed, has what stands on it, and is the same each time', async () => {
  const given = input('bar', { saveTo: at('bar.svg'), title: 'a < b & c' });
  const output = await draw(given, writing());
  expect(output).toMatchObject({ kind: 'bar', rows: 4, path: at('bar.svg') });
  const svg = readFileSync(at('bar.svg'), 'utf8');
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('text', (text) => texts.push(text.trim()));
  parser.write(svg).close();
  expect(texts.filter((text) => text !== '')).toEqual(
    expect.arrayContaining(['Berlin', 'Köln', '(empty)', 'a < b & c', 'amount']),
  );
  await draw({ ...given, saveTo: at('again.svg') }, writing());
  expect(readFileSync(at('again.svg'), 'utf8')).toBe(svg);
  await expect(draw(given, writing())).rejects.toMatchObject({ code: 'already-exists' });
});

test('a PNG file is what the step shows', async () => {
  const context = writing();
  const { picture, bytes } = await draw(input('pie', { saveTo: at('pie.png') }), context);
  expect(readFileSync(at('pie.png')).equals(Buffer.from(context.stored.get(picture)?.bytes ?? []))).toBe(true);
  expect(bytes).toBe(readFileSync(at('pie.png')).byteLength);
});

test('columns are chosen by name, and numbers may come as texts', async () => {
  const data = {
    columns: ['id', 'city', 'amount'],
    rows: [
      ['a', 'Berlin', '7.5'],
      ['b', 'Köln', '20'],
      ['c', 'London', '12.25'],
      ['d', null, '7'],
    ],
  };
  const chosen = await pictureOf(input('bar', { data, x: 'City', y: ['amount'] }));
  expect(chosen.data.equals((await pictureOf(input('bar'))).data)).toBe(true);
});

test('a hundred thousand points are drawn', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => [index, Math.sin(index / 5000)]);
  const context = fakeContext();
  expect(await draw(input('line', { data: { columns: ['n', 'sine'], rows } }), context)).toMatchObject({
    rows: 100_000,
  });
});

test('shapes of a file, without points, in each projection', async () => {
  writeFileSync(at('shapes.json'), JSON.stringify(shapes));
  const { shapes: _none, ...rest } = input('geo', { data: { columns: [], rows: [] }, shapesFile: at('shapes.json') });
  const reading = () => fakeContext({ allow: { read: [folder], write: [folder] } });
  const files = new Set<string>();
  for (const projection of ['plain', 'mercator', 'equal-earth'] as const) {
    await draw({ ...rest, projection, saveTo: at(`${projection}.svg`) }, reading());
    files.add(readFileSync(at(`${projection}.svg`), 'utf8'));
  }
  expect(files.size).toBe(3);
  await expect(draw(rest, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
  writeFileSync(at('shapes.json'), '{');
  await expect(draw(rest, reading())).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringMatching(/is no JSON/) as string,
  });
});

test('the projections are where they are said to be', () => {
  const [x, y] = projectionOf('equal-earth', 0)(180, 90);
  expect([x, y]).toEqual([expect.closeTo(1.6, 0), expect.closeTo(1.3173627591574, 9)]);
  expect(projectionOf('equal-earth', 0)(180, 0)[0]).toBeCloseTo(2.706629983696, 9);
  expect(projectionOf('mercator', 0)(0, 45)[1]).toBeCloseTo(Math.asinh(1), 9);
  expect(projectionOf('plain', 60)(90, 0)[0]).toBeCloseTo(Math.PI / 4, 9);
});

test('a hundred thousand places are drawn', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => [
    ((index * 7) % 3600) / 10 - 180,
    ((index * 3) % 1700) / 10 - 85,
  ]);
  const data = { columns: ['lon', 'lat'], rows };
  expect(await draw(input('geo', { data }), fakeContext())).toMatchObject({ rows: 100_000 });
});

test.each([
  ['no rows', 'bar', { data: { columns: ['a'], rows: [] } }, 'data'],
  ['rows of another length', 'bar', { data: { columns: ['a', 'b'], rows: [[1]] } }, 'data'],
  ['cells that are lists', 'bar', { data: { columns: ['a', 'b'], rows: [['x', [1]]] } }, 'data'],
  ['a column that is not there', 'bar', { y: ['price'] }, 'y'],
  ['a column of texts upward', 'bar', { x: 'amount', y: ['city'] }, 'y'],
  ['only texts', 'line', { data: { columns: ['a', 'b'], rows: [['x', 'y']] } }, 'y'],
  ['a scatter along texts', 'scatter', { data: cities }, 'x'],
  ['a heat map of two columns', 'heatmap', { data: cities }, 'data'],
  ['a pie with a negative slice', 'pie', { data: { columns: ['a', 'b'], rows: [['x', -1]] } }, 'y'],
  ['a histogram of texts', 'histogram', { data: { columns: ['a'], rows: [['x']] } }, 'y'],
  ['a place beyond the earth', 'geo', { data: { columns: ['lon', 'lat'], rows: [[200, 1]] } }, 'data'],
  ['a place without a number', 'geo', { data: { columns: ['lon', 'lat'], rows: [['x', 1]] } }, 'data'],
  ['places without a longitude', 'geo', { data: { columns: ['a', 'lat'], rows: [[1, 1]] } }, 'x'],
  ['a size below zero', 'geo', { data: { columns: ['lon', 'lat', 'n'], rows: [[1, 1, -1]] } }, 'y'],
  ['shapes that are none', 'geo', { shapes: { type: 'Circle' } }, 'shapes'],
  ['shapes without degrees', 'geo', { shapes: { type: 'Point', coordinates: ['x'] } }, 'shapes'],
  ['shapes below bars', 'bar', { shapes }, 'shapes'],
  ['a picture of another kind', 'bar', { saveTo: '/tmp/bar.gif' }, 'saveTo'],
] as const)('%s is refused', async (_, kind, changes, field) => {
  const given = input(kind, changes as unknown as Partial<Input>);
  await expect(draw(given, writing())).rejects.toMatchObject({ code: 'invalid-input', details: { field } });
});

test('a place that may not be written stays as it is', async () => {
  const call = draw(input('bar', { saveTo: at('bar.svg') }), fakeContext());
  await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
  expect(existsSync(at('bar.svg'))).toBe(false);
});

test('a cancelled call draws nothing', async () => {
  const context = writing();
  context.abort();
  await expect(draw(input('bar', { saveTo: at('bar.svg') }), context)).rejects.toThrow();
  expect([existsSync(at('bar.svg')), context.stored.size]).toEqual([false, 0]);
});

test.each([
  [[1, 1, 1], undefined, [[1, 1, 3]]],
  [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    5,
    [
      [0, 2, 2],
      [2, 4, 2],
      [4, 6, 2],
      [6, 8, 2],
      [8, 10, 3],
    ],
  ],
  [
    [-0.15, 0.05, 0.25],
    4,
    [
      [-0.2, -0.1, 1],
      [-0.1, 0, 0],
      [0, 0.1, 1],
      [0.1, 0.2, 0],
      [0.2, 0.3, 1],
    ],
  ],
])('%j is counted in bins of round widths', (values, count, bins) => {
  expect(binsOf(values, count).map(({ from, to, count: found }) => [from, to, found])).toEqual(bins);
});
