import { useId, useMemo } from 'react';
import type { DashboardDays } from '../../../contract/dashboard.ts';
import { moneyText, type SpendingUsage } from '../../../contract/spending.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { Chart } from '../../ui/chart.tsx';
import type { ChartSeries } from '../../ui/chart-options.ts';
import { ShareTables } from '../spending/usage-table.tsx';
import { useSpending } from '../spending/use-spending.ts';
import { numberText, t } from '../../../words/words.ts';

/** More than these are hard to tell apart. */
const looks: Pick<ChartSeries, 'tone' | 'pattern'>[] = [
  { tone: 'accent' },
  { tone: 'success', pattern: 'slanted' },
  { tone: 'warning', pattern: 'crossed' },
];

/** What models used, by day and by who asked. Without a model there is nothing to draw, and no place is taken. */
export function ModelCharts({ days }: { days: DashboardDays }) {
  const { data } = useSpending(days);
  const names = useMemo(() => dayNames(data), [data]);
  const series = useMemo(() => (data ? seriesOf(data) : []), [data]);
  if (!data || data.total.requests === 0) return null;
  const places = { kind: 'bars', places: names.short, placeName: t('Day'), longPlaces: names.long } as const;
  return (
    <>
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
        <Chart title={t('Tokens by model')} {...places} valueText={wholeText} series={series} />
        <Chart
          title={t('Money for models')}
          {...places}
          valueText={moneyText}
          series={[{ name: t('US dollars'), tone: 'accent', values: data.days.map(({ money }) => money) }]}
          {...(data.total.money > 0 ? {} : { emptyText: t('No price of these models is known.') })}
        />
      </div>
      {data.shares.length > 0 && <Askers usage={data} />}
    </>
  );
}

function Askers({ usage }: { usage: SpendingUsage }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="space-y-2.5">
      <header className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h2 id={id} className="text-sm font-semibold">
            {t('Who asked the models')}
          </h2>
          <p className="text-xs text-muted">{t('What belongs to no agent, channel or folder is in none of them.')}</p>
        </div>
        <Button size="sm" onClick={() => navigate({ screen: 'settings', tab: 'spending' })}>
          {t('Limits')}
        </Button>
      </header>
      <ShareTables usage={usage} />
    </section>
  );
}

const wholeText = (value: number): string => (Number.isInteger(value) ? numberText(value) : '');

/** Those that are used most, and all others together. */
function seriesOf({ models, days }: SpendingUsage): ChartSeries[] {
  const most = models.slice(0, looks.length);
  const others = models.slice(looks.length);
  const own = most.map(({ model, days: values }, index) => ({
    ...looks[index],
    tone: looks[index]?.tone ?? 'muted',
    name: model,
    values,
  }));
  if (others.length === 0) return own;
  const values = days.map((_, index) => others.reduce((sum, each) => sum + (each.days[index] ?? 0), 0));
  return [...own, { name: t('Others'), tone: 'muted', values }];
}

function dayNames(data: SpendingUsage | undefined): { short: string[]; long: string[] } {
  const dates = (data?.days ?? []).map(({ day }) => new Date(`${day}T12:00`));
  const day = { day: 'numeric', month: 'short' } as const;
  return {
    short: dates.map((date) => date.toLocaleDateString(undefined, day)),
    long: dates.map((date) => date.toLocaleDateString(undefined, { weekday: 'short', ...day })),
  };
}
