import { Notice } from '../../ui/notice.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { LocalModelsSection } from '../local-models/local-models-section.tsx';
import { AliasesSection } from './aliases-section.tsx';
import { DefaultSection } from './default-section.tsx';
import { PatienceSection } from './patience-section.tsx';
import { ProvidersSection } from './providers-section.tsx';
import { RoutesSection } from './routes-section.tsx';
import { SortingSection } from './sorting-section.tsx';
import { ThinkingSection } from './thinking-section.tsx';
import { useModels } from './use-models.ts';
import { WindowsSection } from './windows-section.tsx';
import { t } from '../../../words/words.ts';

export function ModelsTab() {
  const { data, failure, reload } = useModels();
  if (data === undefined && failure) {
    return (
      <ErrorState
        title={t('Could not load the model’s settings')}
        text={failure.message}
        onRetry={() => void reload()}
      />
    );
  }
  return (
    <div className="w-full max-w-3xl space-y-6 px-4 py-6 sm:px-6">
      {data?.decidedBy && (
        <Notice tone="warning">
          {t('{{decidedBy}} in the environment decides which model is used. What is set here holds once it is unset.', {
            decidedBy: data.decidedBy,
          })}
        </Notice>
      )}
      {data?.providers.length === 0 && (
        <Notice>
          {t(
            'No model is set up, and none is needed: Heron plans by rules, from the phrases its workers know. A model understands more ways to say the same.',
          )}
        </Notice>
      )}
      {data === undefined ? (
        <Skeleton lines={5} label={t('Loading the model’s settings')} />
      ) : (
        <>
          <ProvidersSection overview={data} />
          {data.models.length > 0 && (
            <>
              <DefaultSection overview={data} />
              <AliasesSection overview={data} />
              <RoutesSection overview={data} />
              <SortingSection />
              <PatienceSection />
              <ThinkingSection />
              {data.windows.length > 0 && <WindowsSection windows={data.windows} />}
            </>
          )}
          <LocalModelsSection />
        </>
      )}
    </div>
  );
}
