import { expect, test } from 'vitest';
import { chartData, type ChartShape } from './chart-options.ts';

const shape = (kind: ChartShape['kind']): ChartShape => ({
  ...{ kind, places: ['a', 'b'], valueText: String },
  series: [
    { name: 'One', tone: 'accent', values: [1, undefined] },
    { name: 'Two', tone: 'danger', values: [2, 5] },
  ],
});

test('bars stand on each other, the highest drawn first', () => {
  expect(chartData(shape('bars'))).toEqual([
    [0, 1],
    [3, 5],
    [1, 0],
  ]);
});

test('lines begin at 0 each, with gaps where nothing is known', () => {
  expect(chartData(shape('lines'))).toEqual([
    [0, 1],
    [2, 5],
    [1, null],
  ]);
});
