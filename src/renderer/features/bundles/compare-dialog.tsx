import { useEffect, useState } from 'react';
import type { ReplayProgress, ReplayReport, TracedEvent } from '../../../contract/forks.ts';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import type { HeronClient } from '../../engine/client.ts';
import { failureOf } from '../../engine/failure.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { plural, t } from '../../../words/words.ts';

interface CompareDialogProps {
  run: Run;
  close: () => void;
}

/** Executes the run once more from its log while it is open, and says whether it came out the same. */
export function CompareDialog({ run, close }: CompareDialogProps) {
  const { progress, error } = useReplay(run.id);
  const { events = 0, total = 0, report } = progress ?? {};
  const isOver = report !== undefined || error !== undefined;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && close()}
      title={t('Replay and compare')}
      text={t(
        'The run is executed once more with what its log says it was given. No worker is started and nothing is changed.',
      )}
      footer={<Button onClick={close}>{isOver ? t('Close') : t('Cancel')}</Button>}
    >
      <div className="space-y-3" aria-live="polite">
        {!isOver && (
          <>
            <ProgressBar label={t('Replaying')} value={total > 0 ? events : undefined} max={total} />
            <p className="text-sm text-muted tabular-nums">
              {total > 0
                ? plural(total, { one: '{{done}} of 1 event', other: '{{done}} of {{count}} events' }, { done: events })
                : t('Beginning…')}
            </p>
          </>
        )}
        {error !== undefined && <Notice tone="danger">{error}</Notice>}
        {report && <Report report={report} />}
      </div>
    </Dialog>
  );
}

function Report({ report: { events, digest, difference, notes } }: { report: ReplayReport }) {
  return (
    <>
      {difference ? (
        <Notice tone="warning" title={t('Different at event {{number}}', { number: difference.number })}>
          <p>
            {plural(events, {
              one: 'Up to there 1 event is the same.',
              other: 'Up to there {{count}} events are the same.',
            })}
          </p>
        </Notice>
      ) : (
        <Notice tone="success" title={t('The same')}>
          <p>
            {plural(events, { one: '1 event, one like the other.', other: '{{count}} events, one like the other.' })}
          </p>
        </Notice>
      )}
      {difference && (
        <>
          <Side title={t('Recorded')} event={difference.recorded} absence={t('Nothing more')} />
          <Side title={t('Replayed')} event={difference.replayed} absence={t('Nothing that could come here')} />
        </>
      )}
      {notes.map((note) => (
        <p key={note} className="text-sm text-muted">
          {note}
        </p>
      ))}
      <DescriptionList
        entries={[{ name: t('SHA-256'), value: <span className="font-mono text-xs break-all">{digest}</span> }]}
      />
    </>
  );
}

function Side({ title, event, absence }: { title: string; event: TracedEvent | undefined; absence: string }) {
  return (
    <div>
      <h3 className="text-xs font-medium text-muted">{title}</h3>
      {event ? <CodeBlock code={JSON.stringify(event, null, 2)} /> : <p className="text-sm">{absence}</p>}
    </div>
  );
}

function useReplay(runId: string): { progress: ReplayProgress | undefined; error: string | undefined } {
  const { engine } = useHeron();
  const [progress, setProgress] = useState<ReplayProgress>();
  const [error, setError] = useState<string>();
  useEffect(() => {
    const stop = new AbortController();
    followReplay(engine.client, runId, stop.signal, setProgress).catch((reason: unknown) => {
      if (!stop.signal.aborted) setError(failureOf(reason).message);
    });
    return () => stop.abort();
  }, [engine, runId]);
  return { progress, error };
}

async function followReplay(
  client: HeronClient,
  runId: string,
  signal: AbortSignal,
  onProgress: (progress: ReplayProgress) => void,
): Promise<void> {
  for await (const piece of await client.runs.followReplay({ runId }, { signal })) onProgress(piece);
}
