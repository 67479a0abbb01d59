import { useCallback, useState } from 'react';
import type { WorkflowVersion } from '../../../contract/workflows.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { countText } from '../../ui/count-text.ts';
import { useBuilderParts } from './builder-context.ts';

/** What the workflow was; each can be what it is again. */
export function VersionsDialog({ onClose }: { onClose: () => void }) {
  const { engine } = useHeron();
  const { builder } = useBuilderParts();
  const { id: workflowId } = builder.state.getState().kept;
  const load = useCallback(() => engine.client.workflows.versions({ workflowId }), [engine, workflowId]);
  const { data, failure, reload } = useQuery(engine.state, load);
  const [restoring, setRestoring] = useState<number>();
  const restore = useAction('It could not be restored', builder.restore);
  const take = async ({ number }: WorkflowVersion): Promise<void> => {
    setRestoring(number);
    if (await restore.run(number)) onClose();
    setRestoring(undefined);
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Versions"
      text="Each time the workflow is published a version is kept, and so is a draft before an older version takes its place."
    >
      {failure && !data ? (
        <ErrorState title="Could not load the versions" text={failure.message} onRetry={() => void reload()} />
      ) : !data ? (
        <Skeleton lines={3} label="Loading the versions" />
      ) : data.length === 0 ? (
        <p className="text-sm text-muted">There are none yet: publish the workflow to keep it as it is.</p>
      ) : (
        <ul aria-label="Versions" className="divide-y">
          {data.map((version) => (
            <li key={version.number}>
              <ListRow
                title={`Version ${version.number}`}
                text={`${version.title} · ${countText(version.tasks, 'step')}`}
                end={
                  <>
                    {version.isPublished ? <Badge tone="success">Published</Badge> : <Badge>Draft</Badge>}
                    <RelativeTime at={version.at} />
                  </>
                }
                actions={
                  <Button
                    size="sm"
                    aria-label={`Restore version ${version.number}`}
                    isLoading={restoring === version.number}
                    onClick={() => void take(version)}
                  >
                    Restore
                  </Button>
                }
              />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
