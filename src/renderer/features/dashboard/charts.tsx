import { useMemo } from 'react';
import type { DashboardDays, DashboardInterval } from '../../../contract/dashboard.ts';
import { moneyText } from '../../../contract/spending.ts';
import { Chart } from '../../ui/chart.tsx';
import type { ChartShape } from '../../ui/chart-options.ts';
import { durationText } from '../../ui/time-text.ts';
import { periods, intervalNames } from './figures.ts';
import { numberText, t } from '../../../words/words.ts';

type Drawn = ChartShape & { title: string; emptyText?: string };

export function DashboardCharts({ intervals, days }: { intervals: DashboardInterval[]; days: DashboardDays }) {
  const names = useMemo(() => intervalNames(intervals, days), [intervals, days]);
  const charts = useMemo(() => chartsOf(intervals, names.short), [intervals, names]);
  return (
    <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
      {charts.map((chart) => (
        <Chart key={chart.title} {...chart} placeName={periods()[days].interval} longPlaces={names.long} />
      ))}
    </div>
  );
}

const wholeText = (value: number): string => (Number.isInteger(value) ? numberText(value) : '');

function chartsOf(intervals: DashboardInterval[], places: string[]): Drawn[] {
  const of = (read: (interval: DashboardInterval) => number | undefined): (number | undefined)[] => intervals.map(read);
  const isAny = (read: (interval: DashboardInterval) => number | undefined): boolean =>
    intervals.some((interval) => (read(interval) ?? 0) > 0);
  const unless = (isThere: boolean, emptyText: string): { emptyText?: string } => (isThere ? {} : { emptyText });
  return [
    {
      ...{ title: t('Runs by outcome'), kind: 'bars', places, valueText: wholeText },
      series: [
        { name: t('Completed'), tone: 'success', values: of(({ completed }) => completed) },
        { name: t('Failed'), tone: 'danger', pattern: 'crossed', values: of(({ failed }) => failed) },
        { name: t('Cancelled'), tone: 'muted', pattern: 'slanted', values: of(({ cancelled }) => cancelled) },
      ],
      ...unless(
        isAny(({ completed, failed, cancelled }) => completed + failed + cancelled),
        t('No run ended in this time.'),
      ),
    },
    {
      ...{ title: t('Run time'), kind: 'lines', places, valueText: durationText },
      series: [
        { name: t('Median'), tone: 'accent', values: of(({ timeMs }) => timeMs?.p50) },
        { name: t('95 % within'), tone: 'warning', pattern: 'slanted', values: of(({ timeMs }) => timeMs?.p95) },
      ],
      ...unless(
        isAny(({ completed }) => completed),
        t('No run completed in this time.'),
      ),
    },
    {
      ...{ title: t('Tokens'), kind: 'bars', places, valueText: wholeText },
      series: [{ name: t('Tokens'), tone: 'accent', values: of(({ tokens }) => tokens) }],
      ...unless(
        isAny(({ tokens }) => tokens),
        t('No step reported tokens in this time.'),
      ),
    },
    {
      ...{ title: t('Money'), kind: 'bars', places, valueText: moneyText },
      series: [{ name: t('US dollars'), tone: 'accent', values: of(({ money }) => money) }],
      ...unless(
        isAny(({ money }) => money),
        t('No step reported costs in this time.'),
      ),
    },
  ];
}
