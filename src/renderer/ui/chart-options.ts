import type uPlot from 'uplot';
import { makePattern, type Pattern, workedOut } from './canvas-colours.ts';

export type ChartTone = 'accent' | 'success' | 'danger' | 'muted' | 'warning';

/** One row of figures over the places of a chart; a gap where there is none. */
export interface ChartSeries {
  name: string;
  tone: ChartTone;
  /** Told apart also without colour. */
  pattern?: Pattern;
  values: (number | undefined)[];
}

/** `bars` stand on each other; `lines` each begin at 0. */
export type ChartKind = 'bars' | 'lines';

export type ChartColours = {
  tones: Record<ChartTone, string>;
  text: string;
  grid: string;
  raised: string;
  font: string;
};

export function readChartColours(place: HTMLElement): ChartColours {
  const colour = (name: string): string => workedOut(place, `var(--color-${name})`);
  const tones = {
    ...{ accent: colour('accent'), success: colour('success'), danger: colour('danger') },
    ...{ muted: colour('muted'), warning: colour('warning') },
  };
  const { fontFamily } = getComputedStyle(place);
  return { tones, text: colour('muted'), grid: colour('border'), raised: colour('raised'), font: `11px ${fontFamily}` };
}

export type ChartShape = {
  kind: ChartKind;
  /** The name of each place, as it stands under the chart. */
  places: string[];
  series: ChartSeries[];
  valueText: (value: number) => string;
};

type Given = {
  width: number;
  height: number;
  colours: ChartColours;
  host: HTMLElement;
  onPlace: (place?: number) => void;
};

/** What the chart library is told; the largest of stacked bars is drawn first, so that the others stand before it. */
export function chartOptions({ kind, places, series, valueText }: ChartShape, given: Given): uPlot.Options {
  const { width, height, colours, host, onPlace } = given;
  const axis = { stroke: colours.text, font: colours.font, ticks: { show: false } };
  return {
    ...{ width, height, legend: { show: false }, padding: [8, 8, 0, 0] },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: kind === 'lines' } },
    scales: {
      x: { time: false, range: [-0.6, places.length - 0.4] },
      y: { range: (_chart, _least, most) => [0, most > 0 ? most * 1.05 : 1] },
    },
    axes: [
      {
        ...axis,
        size: 30,
        grid: { show: false },
        space: 48,
        incrs: [1, 2, 3, 4, 6, 7, 12],
        values: (_chart, splits) => splits.map((split) => places[split] ?? ''),
      },
      {
        ...axis,
        size: 56,
        grid: { stroke: colours.grid, width: 1 },
        values: (_chart, splits) => splits.map((split) => valueText(split)),
      },
    ],
    series: [{}, ...series.toReversed().map((each) => seriesOptions(each, kind, colours, host))],
    hooks: { setCursor: [({ cursor: { idx } }) => onPlace(idx ?? undefined)] },
  };
}

function seriesOptions(
  { tone, pattern }: ChartSeries,
  kind: ChartKind,
  colours: ChartColours,
  host: HTMLElement,
): uPlot.Series {
  const colour = colours.tones[tone];
  if (kind === 'lines') {
    return { stroke: colour, width: 1.5, ...(pattern ? { dash: [5, 4] } : {}), points: { size: 5, fill: colour } };
  }
  const fill = (pattern && makePattern(host, colours.raised, pattern, colour)) ?? colour;
  return { fill: () => fill, width: 0, points: { show: false } };
}

/** As the library wants them: the places, then the series in the order of `chartOptions`. */
export function chartData({ kind, places, series }: ChartShape): uPlot.AlignedData {
  const rows = series.map(({ values }) => values.map((value) => value ?? null));
  const drawn = kind === 'lines' ? rows : stacked(rows);
  return [places.map((_, index) => index), ...drawn.toReversed()];
}

/** Each on top of those before it. */
function stacked(rows: (number | null)[][]): number[][] {
  const sums: number[] = [];
  return rows.map((row) =>
    row.map((value, index) => {
      sums[index] = (sums[index] ?? 0) + (value ?? 0);
      return sums[index];
    }),
  );
}
