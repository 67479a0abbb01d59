import { useCallback, useEffect } from 'react';
import { windowText } from '../../../contract/models.ts';
import { type AccountRoom, backgroundText } from '../../../contract/pacing.ts';
import { useHeron } from '../../app/heron-context.ts';
import { createPace } from '../../engine/pace.ts';
import { useQuery } from '../../engine/use-query.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { t } from '../../../words/words.ts';

/** What is left of the windows of each account, and whether work in the background uses it now. */
export function LeftSection() {
  const accounts = useLeft();
  if (accounts.length === 0) return undefined;
  return (
    <Section
      title={t('Left at providers')}
      text={t('As each provider said last with an answer, or as Heron counts where you say how large a window is.')}
    >
      {accounts.map((each) => (
        <OneAccount key={each.account} {...each} />
      ))}
    </Section>
  );
}

function useLeft(): AccountRoom[] {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.spending.left({}), [engine]);
  const { data, reload } = useQuery(engine.state, load);
  useEffect(() => {
    const pace = createPace(() => void reload());
    const stop = engine.subscribe((events) => {
      const isNews = events.some(({ type }) => type.startsWith('model') || type === 'settings.changed');
      if (isNews) pace.want();
    });
    return () => {
      stop();
      pace.stop();
    };
  }, [engine, reload]);
  return data?.accounts ?? [];
}

function OneAccount({ account, windows, background }: AccountRoom) {
  return (
    <div role="group" aria-label={account} className="space-y-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="font-medium">{account}</span>
        <span className={background.may ? 'text-xs text-muted' : 'text-xs text-warning'}>
          {t('Work in the background {{background}}', { background: backgroundText(background, exactTimeText) })}
        </span>
      </div>
      {windows.length === 0 && <p className="text-xs text-muted">{t('Nothing is known of its limits.')}</p>}
      {windows.map((window) => {
        const { unit, per = '', left, atMost, resetsAt } = window;
        const said = windowText(window);
        return (
          <div key={`${unit} ${per}`} className="space-y-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm tabular-nums">
              <span>{said}</span>
              <span className="text-xs text-muted">
                {resetsAt !== undefined && `begins anew on ${exactTimeText(resetsAt)}`}
              </span>
            </div>
            {atMost !== undefined && (
              <ProgressBar
                label={`${account}: ${said}`}
                value={Math.min(atMost, left)}
                max={atMost}
                valueText={said}
                tone={left <= atMost * 0.1 ? 'warning' : 'accent'}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
