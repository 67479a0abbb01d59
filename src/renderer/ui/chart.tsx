import 'uplot/dist/uPlot.min.css';
import { useEffect, useId, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { chartData, chartOptions, type ChartSeries, type ChartShape, readChartColours } from './chart-options.ts';
import { classNames } from './class-names.ts';
import { useSize } from './use-size.ts';
import { useThemed } from './use-themed.ts';

interface ChartProps extends ChartShape {
  title: string;
  /** Of the column of places in the table: "Day". */
  placeName: string;
  /** The name of each place in full. */
  longPlaces: string[];
  /** Instead of the drawing, when there is nothing to draw. */
  emptyText?: string;
}

const height = 180;

/** A drawing with its figures: those of the place under the pointer above it, and all as a table for screen readers. */
export function Chart({ title, placeName, longPlaces, emptyText, ...shape }: ChartProps) {
  const id = useId();
  const [place, setPlace] = useState<number>();
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-lg border bg-raised p-4 shadow-raised">
      <header className="mb-2 flex min-h-5 flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        <Legend series={shape.series} />
      </header>
      {emptyText === undefined ? (
        <>
          <Drawing shape={shape} onPlace={setPlace} />
          <p aria-hidden className="min-h-4.5 truncate text-xs text-muted tabular-nums">
            {place === undefined ? '' : placeText(shape, longPlaces, place)}
          </p>
          <Figures title={title} placeName={placeName} longPlaces={longPlaces} shape={shape} />
        </>
      ) : (
        <p className="flex items-center justify-center text-center text-sm text-muted" style={{ height }}>
          {emptyText}
        </p>
      )}
    </section>
  );
}

function placeText({ series, valueText }: ChartShape, longPlaces: string[], place: number): string {
  const figures = series.flatMap(({ name, values }) => {
    const value = values[place];
    return value === undefined ? [] : [`${valueText(value)} ${name.toLowerCase()}`];
  });
  return [longPlaces[place], ...figures].join(' · ');
}

const swatches = {
  accent: 'bg-accent',
  success: 'bg-success',
  danger: 'bg-danger',
  muted: 'bg-muted',
  warning: 'bg-warning',
};

const striped = 'bg-[repeating-linear-gradient(45deg,transparent_0_2px,var(--color-raised)_2px_3px)]';

function Legend({ series }: { series: ChartSeries[] }) {
  return (
    <p aria-hidden className="flex flex-wrap gap-x-3 text-xs text-muted">
      {series.map(({ name, tone, pattern }) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <span className={classNames('solid size-2.5 rounded-[2px]', swatches[tone], pattern && striped)} />
          {name}
        </span>
      ))}
    </p>
  );
}

function Drawing({ shape, onPlace }: { shape: ChartShape; onPlace: (place?: number) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const { width } = useSize(host);
  const colours = useThemed(host, readChartColours);
  useEffect(() => {
    const element = host.current;
    if (!element || !colours || width === 0) return;
    let isWanted = true;
    let chart: uPlot | undefined;
    void import('uplot').then(({ default: Plot }) => {
      if (!isWanted) return;
      const options = chartOptions(shape, { width, height, colours, host: element, onPlace });
      const bars = shape.kind === 'bars' ? Plot.paths.bars?.({ size: [0.72, 44] }) : undefined;
      const series = options.series.map((each, index) => (bars && index > 0 ? { ...each, paths: bars } : each));
      chart = new Plot({ ...options, series }, chartData(shape), element);
    });
    return () => {
      isWanted = false;
      chart?.destroy();
    };
  }, [shape, colours, width, onPlace]);
  return <div ref={host} aria-hidden className="overflow-hidden" style={{ height }} />;
}

type FiguresProps = { title: string; placeName: string; longPlaces: string[]; shape: ChartShape };

function Figures({ title, placeName, longPlaces, shape: { series, valueText } }: FiguresProps) {
  return (
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{placeName}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {longPlaces.map((place, index) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              {series.map(({ name, values }) => (
                <td key={name}>{values[index] === undefined ? 'none' : valueText(values[index])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
