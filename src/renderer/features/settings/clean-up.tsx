import { useCallback, useState } from 'react';
import type { PrunePreview } from '../../../contract/history.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { countText } from '../../ui/count-text.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { showToast } from '../../ui/toast-store.ts';
import { bytesText } from '../runs/file-changes.ts';
import { t } from '../../words/words.ts';

/** Carries the policy out now, after showing what would go. */
export function CleanUp({ onDone }: { onDone: () => void }) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const prune = useCallback(async () => {
    const { runs, givenBack } = await engine.client.history.prune({});
    const title = runs === 0 ? t('History is as the settings want it') : `${countText(runs, 'run')} removed`;
    showToast({ tone: 'success', title, text: `${bytesText(givenBack)} given back to the disk` });
    onDone();
  }, [engine, onDone]);
  const action = useAction(t('Could not clean up'), prune);
  return (
    <>
      <Button size="sm" isLoading={action.isBusy} onClick={() => setIsAsking(true)}>
        {t('Clean up now')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t('Remove old history?')}
        text={t('What these settings say is old is removed for good. Files on this machine are not touched.')}
        confirmLabel={t('Remove')}
        onConfirm={async () => {
          await action.run();
        }}
      >
        {isAsking && <Preview />}
      </AlertDialog>
    </>
  );
}

function Preview() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.history.preview({}), [engine]);
  const { data, failure } = useQuery(engine.state, load);
  if (failure) {
    return (
      <p role="alert" className="text-sm text-danger">
        {failure.message}
      </p>
    );
  }
  if (!data) return <Skeleton lines={2} label={t('Looking what would go')} />;
  return (
    <ul aria-label={t('What would go')} className="list-disc space-y-1 pl-5 text-sm">
      {previewLines(data).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

export function previewLines({
  runs,
  events,
  blobs,
  undoFolders,
  auditLines,
  bytes,
  through,
  kept,
}: PrunePreview): string[] {
  const newest = through === undefined ? '' : `, the newest ended ${exactTimeText(through)}`;
  const lines = [
    runs > 0
      ? `${countText(runs, 'run')} with ${countText(events, 'event')} and ${countText(blobs, 'blob')}${newest}`
      : '',
    undoFolders > 0
      ? `Former contents of files of ${countText(undoFolders, 'run')}, which cannot be undone any more`
      : '',
    auditLines > 0 ? `${countText(auditLines, 'line')} of the audit log` : '',
  ].filter(Boolean);
  if (lines.length === 0) return [t('Nothing: all there is may stay')];
  const stays = kept.unfinished + kept.pinned + kept.origins;
  return [
    ...lines,
    t('About {{bytes}} in all', { bytes: bytesText(bytes) }),
    ...(stays > 0 ? [`${countText(stays, 'old run')} stay: not finished, pinned, or others began with them`] : []),
  ];
}
