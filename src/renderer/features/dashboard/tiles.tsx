import { Equal, TrendingDown, TrendingUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Dashboard } from '../../../contract/dashboard.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { durationText } from '../../ui/time-text.ts';
import { bytesText } from '../runs/file-changes.ts';
import { type Figure, runFigures } from './figures.ts';
import { plural, t } from '../../../words/words.ts';

/** One number each: what happened in the time that was chosen, then how it is now. */
export function Tiles({ data }: { data: Dashboard }) {
  return (
    <div className="space-y-3">
      <ul aria-label={t('Key figures')} className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
        {runFigures(data).map((figure) => (
          <Tile key={figure.name} {...figure}>
            <Before before={figure.before} />
          </Tile>
        ))}
      </ul>
      <Now data={data} />
    </div>
  );
}

function Now({ data: { queue, lanes, questions, storage } }: { data: Dashboard }) {
  const bytes = storage.database + storage.blobs + storage.undo + storage.logs;
  return (
    <ul
      aria-label={t('Right now')}
      // Five tiles leave no gap at the end of the last row.
      className="grid grid-cols-2 gap-3 *:last:col-span-2 md:grid-cols-3 xl:grid-cols-5 xl:*:last:col-span-1"
    >
      <Tile
        name={t('Under way now')}
        value={plural(queue.runningRuns, { one: '1 run', other: '{{count}} runs' })}
        more={plural(
          queue.workingSteps,
          { one: '1 step works, {{waiting}} in line', other: '{{count}} steps work, {{waiting}} in line' },
          { waiting: queue.waitingSteps },
        )}
      />
      <Tile name={t('Runs that wait')} value={String(queue.waitingRuns)} more={t('For a time, an event or you')} />
      <Tile name={t('Messages that wait')} value={String(lanes.waiting)} more={lanesText(lanes)} />
      <Tile name={t('Questions for you')} value={String(questions)}>
        {questions > 0 && (
          <Button size="sm" onClick={() => navigate({ screen: 'inbox' })}>
            {t('Go to Inbox')}
          </Button>
        )}
      </Tile>
      <Tile
        name={t('Storage')}
        value={bytesText(bytes)}
        more={t('Of it {{database}} the database', { database: bytesText(storage.database) })}
      />
    </ul>
  );
}

function lanesText({ taken, places, longestWaitMs, said, dropped, waitedMs }: Dashboard['lanes']): string {
  const since =
    longestWaitMs === undefined
      ? ''
      : t('The first for {{longestWaitMs}}. ', { longestWaitMs: durationText(longestWaitMs) });
  const before =
    waitedMs === undefined
      ? ''
      : t('; {{said}} said, half within {{span}}', { said, span: durationText(waitedMs.p50) });
  const gone = dropped === 0 ? '' : t('; {{dropped}} gave way', { dropped });
  const working =
    taken === 0 ? t('No conversation at work') : t('{{taken}} of {{places}} conversations at work', { taken, places });
  return t('{{since}}{{working}}{{before}}{{gone}}', { since, working, before, gone });
}

function Tile({ name, value, more, children }: Pick<Figure, 'name' | 'value' | 'more'> & { children?: ReactNode }) {
  return (
    <li className="flex min-w-0 flex-col gap-0.5 rounded-lg border bg-raised px-3.5 py-3 shadow-raised">
      <span className="text-xs text-muted">{name}</span>
      <span className="truncate text-xl font-semibold tabular-nums">{value}</span>
      {more && <span className="text-xs text-muted">{more}</span>}
      {children}
    </li>
  );
}

const signs = () => ({
  more: { Icon: TrendingUp, word: t('More than') },
  less: { Icon: TrendingDown, word: t('Less than') },
  same: { Icon: Equal, word: t('As') },
});

function Before({ before }: Pick<Figure, 'before'>) {
  if (!before) return null;
  const { Icon, word } = signs()[before.change];
  return (
    <span className="flex items-center gap-1 text-xs text-muted tabular-nums">
      <Icon aria-hidden size={13} className="shrink-0" />
      <span className="sr-only">{t('{{word}} before:', { word })}</span>
      {before.text}
      <span aria-hidden>{t('before')}</span>
    </span>
  );
}
