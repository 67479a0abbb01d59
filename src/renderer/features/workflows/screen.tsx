import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { WorkflowBuilder } from './builder.tsx';
import { ImportReportDialog } from './import-report.tsx';
import { WorkflowList } from './list.tsx';

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
  if (data) return <WorkflowBuilder workflow={data} />;
  return (
    <>
      <PageHeader
        title="Workflow"
        actions={<Button onClick={() => navigate({ screen: 'workflows' })}>All workflows</Button>}
      />
      <div className="p-6">
        {failure ? (
          <ErrorState title="Could not open the workflow" text={failure.message} onRetry={() => void reload()} />
        ) : (
          <Skeleton shape="rows" lines={5} label="Loading the workflow" />
        )}
      </div>
    </>
  );
}
