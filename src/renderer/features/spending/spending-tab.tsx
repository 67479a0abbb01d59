import { Coins } from 'lucide-react';
import { useStore } from 'zustand';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FolderAccountsSection } from './folder-accounts-section.tsx';
import { ShareLimitsSection } from './share-limits-section.tsx';
import { FailoverSection } from './failover-section.tsx';
import { LeftSection } from './left-section.tsx';
import { PacingSection } from './pacing-section.tsx';
import { LimitsSection } from './limits-section.tsx';
import { RestingSection } from './resting-section.tsx';
import { ShareTables, totalText, UsageTable } from './usage-table.tsx';
import { useSpending } from './use-spending.ts';
import { t } from '../../../words/words.ts';

const days = 30;

/** What models used, what they may use, and who is asked when one cannot answer. */
export function SpendingTab() {
  const heron = useHeron();
  const { settings: kept, model } = useStore(heron.settings.state);
  const { data, failure, isLoading, reload } = useSpending(days);
  const update = useAction(t('Could not change the setting'), heron.settings.update);
  const change = (patch: SettingsPatch): void => void update.run(patch);
  if (failure && !data) {
    return (
      <ErrorState
        title={t('Could not load what models used')}
        text={failure.message}
        isRetrying={isLoading}
        onRetry={() => void reload()}
      />
    );
  }
  if (!data || !kept) {
    return (
      <div className="p-6">
        <Skeleton lines={8} label={t('Loading what models used')} />
      </div>
    );
  }
  const isUnused = data.total.requests === 0;
  return (
    <div className="w-full max-w-2xl space-y-8 px-4 py-6 sm:px-6">
      {isUnused ? (
        <Unused hasModel={model !== null} />
      ) : (
        <section aria-labelledby="used" className="space-y-2.5">
          <header>
            <h2 id="used" className="text-sm font-semibold">
              {t('Used')}
            </h2>
            <p className="text-xs text-muted">
              {t('{{data}}; the Dashboard draws them by day.', { data: totalText(data) })}
            </p>
          </header>
          <UsageTable usage={data} by="model" />
          {data.accounts.length > 1 && <UsageTable usage={data} by="account" />}
          {data.purposes.length > 1 && <UsageTable usage={data} by="purpose" />}
          <ShareTables usage={data} />
        </section>
      )}
      <RestingSection resting={data.resting} onResumed={() => void reload()} />
      <LeftSection />
      <LimitsSection limits={data.limits} spending={kept.spending} onChange={change} />
      <ShareLimitsSection shares={kept.shares} used={data.shares} onChange={change} />
      <FolderAccountsSection accounts={kept.shares.accounts} onChange={change} />
      <PacingSection pacing={kept.pacing} onChange={change} />
      <FailoverSection failover={kept.failover} onChange={change} />
    </div>
  );
}

function Unused({ hasModel }: { hasModel: boolean }) {
  if (hasModel) {
    const text = t('What each request uses is counted here, beside the limits below.');
    return <EmptyState icon={Coins} title={t('No model was asked yet')} text={text} />;
  }
  return (
    <EmptyState
      icon={Coins}
      title={t('No model is set up')}
      text={t('Heron plans by rules and spends nothing. Limits can be set before there is a model.')}
      action={<Button onClick={() => navigate({ screen: 'settings', tab: 'models' })}>{t('Go to Models')}</Button>}
    />
  );
}
