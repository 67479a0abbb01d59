import { Eraser, SquareTerminal } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { BackgroundProcess } from '../../../contract/processes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { DetailSplit } from '../../ui/detail-split.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProcessDetail } from './process-detail.tsx';
import { ProcessRows } from './process-rows.tsx';
import { StopProcess } from './stop-process.tsx';
import { isRunning } from './store.ts';
import { t } from '../../../words/words.ts';

/** Programs that go on after the steps that started them. */
export function BackgroundScreen({ processId }: { processId: string | undefined }) {
  const { processes } = useHeron();
  const { processes: all, isRead, failure } = useStore(processes.state);
  useEffect(() => void processes.read(), [processes]);
  const selected = all.find(({ id }) => id === processId);
  return (
    <>
      <div className={selected && 'max-lg:hidden'}>
        <PageHeader
          title={t('Background')}
          text={isRead ? summaryOf(all) : undefined}
          actions={all.some((each) => !isRunning(each)) && <ClearEnded />}
        />
      </div>
      <DetailSplit
        detailTitle={selected?.name ?? ''}
        detail={selected && <ProcessDetail key={selected.id} process={selected} />}
        detailActions={selected && isRunning(selected) && <StopProcess process={selected} />}
        onClose={() => navigate({ screen: 'background' })}
      >
        {failure && !isRead ? (
          <ErrorState
            title={t('Could not load the background processes')}
            text={failure.message}
            onRetry={() => void processes.read()}
          />
        ) : !isRead ? (
          <Skeleton shape="rows" lines={5} label={t('Loading the background processes')} />
        ) : all.length === 0 ? (
          <EmptyState
            icon={SquareTerminal}
            title={t('Nothing is in the background')}
            text={t(
              'Say “run npm in the background” with a program of yours: a server, a long build. What goes on is listed here.',
            )}
          />
        ) : (
          <div
            role="group"
            aria-label={t('Background processes')}
            tabIndex={0}
            className="min-h-0 flex-1 overflow-y-auto px-2 py-3 focus-visible:-outline-offset-2 sm:px-4"
          >
            <ProcessRows label={t('All background processes')} processes={all} selectedId={processId} />
          </div>
        )}
      </DetailSplit>
    </>
  );
}

function ClearEnded() {
  const { engine } = useHeron();
  const clear = useAction(
    t('Could not clear them'),
    useCallback(async () => void (await engine.client.processes.clear({})), [engine]),
  );
  return (
    <Button size="sm" icon={Eraser} isLoading={clear.isBusy} onClick={() => void clear.run()}>
      {t('Clear ended')}
    </Button>
  );
}

function summaryOf(all: BackgroundProcess[]): string {
  const running = all.filter(isRunning).length;
  return running === 0 ? t('None is running') : t('{{running}} running', { running });
}
