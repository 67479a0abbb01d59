import { lazy, type ReactNode, Suspense, useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ImportReportDialog } from './import-report.tsx';
import { WorkflowList } from './list.tsx';
import { t } from '../../../words/words.ts';

/** The list is there without it. */
const WorkflowBuilder = lazy(async () => ({ default: (await import('./builder.tsx')).WorkflowBuilder }));

/** Plans that are kept: all of them, or one to build on. */
export function WorkflowsScreen({ workflowId }: { workflowId: string | undefined }) {
  return (
    <>
      {workflowId === undefined ? <WorkflowList /> : <OneWorkflow key={workflowId} workflowId={workflowId} />}
      <ImportReportDialog />
    </>
  );
}

function OneWorkflow({ workflowId }: { workflowId: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.workflows.get({ workflowId }), [engine, workflowId]);
  const { data, failure, reload } = useQuery(engine.state, load);
  const loading = <Skeleton shape="rows" lines={5} label={t('Loading the workflow')} />;
  if (data) {
    return (
      <Suspense fallback={<Before>{loading}</Before>}>
        <WorkflowBuilder workflow={data} />
      </Suspense>
    );
  }
  return (
    <Before>
      {failure ? (
        <ErrorState title={t('Could not open the workflow')} text={failure.message} onRetry={() => void reload()} />
      ) : (
        loading
      )}
    </Before>
  );
}

/** What stands there until it is open. */
function Before({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader
        title={t('Workflow')}
        actions={<Button onClick={() => navigate({ screen: 'workflows' })}>{t('All workflows')}</Button>}
      />
      <div className="p-6">{children}</div>
    </>
  );
}
