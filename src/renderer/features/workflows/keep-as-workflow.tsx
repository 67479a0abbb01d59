import { Workflow as WorkflowIcon } from 'lucide-react';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { useWorkflowActions } from './use-workflow-actions.ts';
import { t } from '../../../words/words.ts';

/** From a run to its workflow; or, where it is of none, to one that is made of its plan. */
export function KeepAsWorkflow({ run: { plan, workflow } }: { run: Run }) {
  const { engine } = useHeron();
  const { create } = useWorkflowActions(engine.client);
  if (workflow) {
    return (
      <Button
        size="sm"
        variant="ghost"
        icon={WorkflowIcon}
        onClick={() => navigate({ screen: 'workflows', workflowId: workflow.id })}
      >
        {t('Open the workflow')}
      </Button>
    );
  }
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={WorkflowIcon}
      isLoading={create.isBusy}
      onClick={() => void create.run(plan)}
    >
      {t('Keep as a workflow')}
    </Button>
  );
}
