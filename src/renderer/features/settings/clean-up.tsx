import { useCallback, useState } from 'react';
import type { PrunePreview } from '../../../contract/history.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { showToast } from '../../ui/toast-store.ts';
import { bytesText } from '../runs/file-changes.ts';
import { plural, t } from '../../../words/words.ts';

/** Carries the policy out now, after showing what would go. */
export function CleanUp({ onDone }: { onDone: () => void }) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const prune = useCallback(async () => {
    const { runs, givenBack } = await engine.client.history.prune({});
    const title =
      runs === 0
        ? t('History is as the settings want it')
        : plural(runs, { one: '1 run removed', other: '{{count}} runs removed' });
    showToast({ tone: 'success', title, text: t('{{size}} given back to the disk', { size: bytesText(givenBack) }) });
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
  const lines = [
    runs > 0 ? runsText({ runs, events, blobs, through }) : '',
    undoFolders > 0
      ? plural(undoFolders, {
          one: 'Former contents of files of 1 run, which cannot be undone any more',
          other: 'Former contents of files of {{count}} runs, which cannot be undone any more',
        })
      : '',
    auditLines > 0
      ? plural(auditLines, { one: '1 line of the audit log', other: '{{count}} lines of the audit log' })
      : '',
  ].filter(Boolean);
  if (lines.length === 0) return [t('Nothing: all there is may stay')];
  const stays = kept.unfinished + kept.pinned + kept.origins;
  return [
    ...lines,
    t('About {{bytes}} in all', { bytes: bytesText(bytes) }),
    ...(stays > 0
      ? [
          plural(stays, {
            one: '1 old run stays: not finished, pinned, or others began with it',
            other: '{{count}} old runs stay: not finished, pinned, or others began with them',
          }),
        ]
      : []),
  ];
}

function runsText({
  runs,
  events,
  blobs,
  through,
}: Pick<PrunePreview, 'runs' | 'events' | 'blobs' | 'through'>): string {
  const values = {
    runs: plural(runs, { one: '1 run', other: '{{count}} runs' }),
    events: plural(events, { one: '1 event', other: '{{count}} events' }),
    blobs: plural(blobs, { one: '1 blob', other: '{{count}} blobs' }),
  };
  return through === undefined
    ? t('{{runs}} with {{events}} and {{blobs}}', values)
    : t('{{runs}} with {{events}} and {{blobs}}, the newest ended {{through}}', {
        ...values,
        through: exactTimeText(through),
      });
}
