import { fail } from 'heron/worker-kit';
import type { EChartsCoreOption } from 'echarts/core';
import type { Drawing } from './drawing.ts';
import { binsOf } from './histogram.ts';
import { type Cell, numberOf, type Plotted } from './plotted.ts';
import type { Theme } from './theme.ts';

type Kind = Drawing['kind'];

const mostSymbols = 60;
const mostSlices = 12;
/** A grid's place takes in the labels of its axes. */
const labelsInside = { outerBoundsMode: 'same', outerBoundsContain: 'all' };

/** What ECharts is told for each kind of chart. Errors: `invalid-input` for data that this kind cannot show. */
export function optionsOf(input: Drawing, plotted: Plotted, theme: Theme): EChartsCoreOption {
  const { title, kind } = input;
  if (kind === 'geo') return fail('invalid-input', 'Places are drawn by themselves', { field: 'kind' });
  const isWide = plotted.y.length > 1 && (kind === 'line' || kind === 'bar' || kind === 'scatter');
  return {
    ...frameOf(title, theme),
    ...(isWide ? { legend: { bottom: 8, textStyle: { color: theme.text, fontFamily: 'Roboto' } } } : {}),
    grid: { left: 20, right: 32, top: title === undefined ? 36 : 64, bottom: isWide ? 44 : 20, ...labelsInside },
    ...drawn[kind](plotted, theme, input),
  };
}

/** What all charts have: ground, letters, and a title if there is one. */
export function frameOf(title: string | undefined, theme: Theme): EChartsCoreOption {
  return {
    animation: false,
    backgroundColor: theme.ground,
    color: theme.colours,
    textStyle: { fontFamily: 'Roboto', color: theme.text },
    ...(title === undefined
      ? {}
      : {
          title: {
            text: title,
            left: 'center',
            top: 10,
            textStyle: { color: theme.text, fontSize: 16, fontFamily: 'Roboto' },
          },
        }),
  };
}

const drawn: Record<Exclude<Kind, 'geo'>, (plotted: Plotted, theme: Theme, input: Drawing) => EChartsCoreOption> = {
  line: (plotted, theme) => ({
    xAxis: bottomAxis(plotted, theme, false),
    yAxis: valueAxis(theme, singleName(plotted)),
    series: upward(plotted).map(({ name, values }) => ({
      type: 'line',
      name,
      data: isMeasured(plotted.x.values) ? pairs(plotted.x.values, values) : values,
      symbol: 'circle',
      showSymbol: values.length <= mostSymbols,
      symbolSize: 5,
      lineStyle: { width: 2 },
    })),
  }),
  bar: (plotted, theme) => ({
    xAxis: categoryAxis(plotted, theme),
    yAxis: valueAxis(theme, singleName(plotted)),
    series: upward(plotted).map(({ name, values }) => ({ type: 'bar', name, data: values, barMaxWidth: 64 })),
  }),
  scatter: (plotted, theme) => {
    if (!isMeasured(plotted.x.values))
      fail('invalid-input', `A scatter chart needs numbers along x; “${plotted.x.name}” holds others`, { field: 'x' });
    return {
      xAxis: { ...valueAxis(theme, plotted.x.name), nameLocation: 'middle', nameGap: 28, scale: true },
      yAxis: { ...valueAxis(theme, singleName(plotted)), scale: true },
      series: upward(plotted).map(({ name, values }) => ({
        type: 'scatter',
        name,
        data: pairs(plotted.x.values, values),
        symbolSize: values.length > 2000 ? 3 : 7,
        itemStyle: { opacity: 0.75 },
      })),
    };
  },
  histogram: (plotted, theme, { bins }) => {
    const own = plotted.x.values.map(numberOf);
    const series = plotted.y[0]?.values ?? own;
    const values = series.filter((value) => value !== null);
    if (values.length === 0) fail('invalid-input', 'A histogram needs a column of numbers', { field: 'y' });
    const counted = binsOf(values, bins);
    const labels = counted.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`));
    return {
      xAxis: axis(theme, {
        type: 'category',
        data: labels,
        name: plotted.y[0]?.name ?? plotted.x.name,
        nameLocation: 'middle',
        nameGap: 30,
      }),
      yAxis: valueAxis(theme, 'count'),
      series: [{ type: 'bar', data: counted.map(({ count }) => count), barCategoryGap: '4%' }],
    };
  },
  heatmap,
  pie: (plotted, theme) => {
    const [first] = upward(plotted);
    const slices = plotted.x.values.map((name, index) => ({ name: labelOf(name), value: first?.values[index] ?? 0 }));
    if (slices.some(({ value }) => value < 0))
      fail('invalid-input', 'A pie chart cannot show values below zero', { field: 'y' });
    const sorted = slices.toSorted((a, b) => b.value - a.value);
    const rest = sorted.slice(mostSlices).reduce((sum, { value }) => sum + value, 0);
    const data = rest > 0 ? [...sorted.slice(0, mostSlices), { name: 'other', value: rest }] : sorted;
    const label = { color: theme.text, formatter: shareOf, overflow: 'none' };
    return {
      series: [
        { type: 'pie', radius: ['30%', '60%'], data, label, itemStyle: { borderColor: theme.ground, borderWidth: 2 } },
      ],
    };
  },
};

function shareOf({ name, percent }: { name: string; percent: number }): string {
  return `${name}: ${percent.toFixed(1)} %`;
}

/** Three columns: along, upward, and the value, which is the last of the numbers. */
function heatmap(plotted: Plotted, theme: Theme, { data, y }: Drawing): EChartsCoreOption {
  const value = plotted.y.at(-1);
  const upName = data.columns.find(
    (name) => name !== plotted.x.name && name !== value?.name && (y === undefined || y[0] !== name || y.length > 1),
  );
  if (!value || upName === undefined || data.columns.length < 3)
    return fail('invalid-input', 'A heat map needs three columns: two to spread out, and one of numbers', {
      field: 'data',
    });
  const place = data.columns.indexOf(upName);
  const [across, up] = [new Map<string, number>(), new Map<string, number>()];
  const cells = plotted.x.values.map((cell, index) => [
    indexIn(across, labelOf(cell)),
    indexIn(up, labelOf((data.rows[index]?.[place] ?? null) as Cell)),
    value.values[index] ?? '-',
  ]);
  const numbers = value.values.filter((one) => one !== null);
  return {
    grid: { left: 20, right: 96, top: 64, bottom: 20, ...labelsInside },
    xAxis: axis(theme, { type: 'category', data: [...across.keys()], name: '' }),
    yAxis: axis(theme, { type: 'category', data: [...up.keys()], name: '' }),
    visualMap: {
      min: Math.min(...extremes(numbers)),
      max: Math.max(...extremes(numbers)),
      calculable: false,
      orient: 'vertical',
      right: 12,
      top: 'center',
      text: [value.name, ''],
      textStyle: { color: theme.text, fontFamily: 'Roboto' },
      inRange: { color: theme.scale },
    },
    series: [{ type: 'heatmap', data: cells, itemStyle: { borderColor: theme.ground, borderWidth: 1 } }],
  };
}

function extremes(values: number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

function indexIn(known: Map<string, number>, label: string): number {
  const index = known.get(label) ?? known.size;
  known.set(label, index);
  return index;
}

function upward({ y }: Plotted): Plotted['y'] {
  return y.length > 0 ? y : fail('invalid-input', 'There is no column of numbers to draw', { field: 'y' });
}

function singleName({ y }: Plotted): string {
  return y.length === 1 ? (y[0]?.name ?? '') : '';
}

/** Numbers or times, whose distances mean something. */
function isMeasured(values: Cell[]): boolean {
  return values.every((value) => numberOf(value) !== null) || isTimes(values);
}

function isTimes(values: Cell[]): boolean {
  return values.every(
    (value) => typeof value === 'string' && /^\d{4}-\d{2}(-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?$/.test(value),
  );
}

function pairs(along: Cell[], values: (number | null)[]): unknown[] {
  const isTime = isTimes(along);
  const points = along.map((cell, index) => [isTime ? timeOf(cell) : numberOf(cell), values[index] ?? null] as const);
  return points.toSorted(([one], [other]) => (one ?? 0) - (other ?? 0)).map((point) => [...point]);
}

/** The same picture in every time zone: what has none is taken as it stands. */
function timeOf(cell: Cell): number {
  const text = String(cell).replace(' ', 'T');
  return Date.parse(/T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`);
}

function bottomAxis(plotted: Plotted, theme: Theme, isForced: boolean): unknown {
  const { values, name } = plotted.x;
  if (isForced || !isMeasured(values)) return categoryAxis(plotted, theme);
  return isTimes(values)
    ? axis(theme, { type: 'time', name: '' })
    : { ...valueAxis(theme, name), nameLocation: 'middle', nameGap: 28, scale: true };
}

function categoryAxis({ x }: Plotted, theme: Theme): unknown {
  return axis(theme, { type: 'category', data: x.values.map(labelOf), name: '' });
}

function valueAxis(theme: Theme, name: string): Record<string, unknown> {
  return axis(theme, { type: 'value', name });
}

function axis(theme: Theme, more: Record<string, unknown>): Record<string, unknown> {
  return {
    axisLine: { show: true, lineStyle: { color: theme.faint } },
    axisTick: { lineStyle: { color: theme.faint } },
    axisLabel: { color: theme.text, fontFamily: 'Roboto', hideOverlap: true },
    nameTextStyle: { color: theme.text, fontFamily: 'Roboto' },
    splitLine: { lineStyle: { color: theme.faint } },
    ...more,
  };
}

function labelOf(cell: Cell): string {
  const text = cell === null || cell === '' ? '(empty)' : String(cell);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
