import { type ReactNode, useCallback, useId } from 'react';
import type { UndoPreview } from '../../../contract/undo.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Notice } from '../../ui/notice.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { lastingWord, undoWord } from './file-changes.ts';
import { t } from '../../../words/words.ts';

/** What undoing would do, as things stand now: put back, left alone, out of reach. */
export function UndoForecast({ runId }: { runId: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.runs.previewUndo({ runId }), [engine, runId]);
  const { data, failure } = useQuery(engine.state, load);
  if (failure)
    return (
      <Notice tone="warning">{t('What it would do cannot be seen: {{message}}', { message: failure.message })}</Notice>
    );
  if (!data) return <Skeleton lines={3} label={t('Looking at the files')} />;
  return <Groups preview={data} />;
}

function Groups({
  preview: { restorable, conflicts, lasting, processes = [], compensations = [] },
}: {
  preview: UndoPreview;
}) {
  return (
    <div className="space-y-3 text-xs">
      <Group title={t('Will be put back')} count={restorable.length}>
        {restorable.map((change) => (
          <Line key={change.path} path={change.movedTo ?? change.path} text={undoWord(change)} />
        ))}
      </Group>
      <Group title={t('Changed since, left alone')} count={conflicts.length}>
        {conflicts.map(({ path, reason }) => (
          <Line key={path} path={path} text={reason} />
        ))}
      </Group>
      <Group title={t('Will be called to take effects back')} count={compensations.length}>
        {compensations.map(({ taskId, action, title }) => (
          <Line key={taskId} path={action} text={t('{{title}}, for {{taskId}}', { title, taskId })} />
        ))}
      </Group>
      <Group title={t('Will be stopped')} count={processes.length}>
        {processes.map((name) => (
          <Line key={name} path={name} text={t('goes on in the background')} />
        ))}
      </Group>
      <Group title={t('Cannot be undone')} count={lasting.length}>
        {lasting.map((task) => (
          <li key={task.taskId} className="break-words">
            {task.title} <span className="text-muted">{lastingWord(task)}</span>
          </li>
        ))}
      </Group>
      {restorable.length + compensations.length === 0 && (
        <p className="text-muted">{t('There is nothing that can be put back.')}</p>
      )}
    </div>
  );
}

function Group({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  const id = useId();
  if (count === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-1 font-semibold">
        {title} <span className="font-normal text-muted tabular-nums">{count}</span>
      </h3>
      <ul aria-labelledby={id} className="max-h-48 space-y-1.5 overflow-y-auto" tabIndex={0}>
        {children}
      </ul>
    </section>
  );
}

function Line({ path, text }: { path: string; text: string }) {
  return (
    <li>
      <span className="font-mono break-all">
        <RevealedText text={path} />
      </span>{' '}
      <span className="text-muted">{text}</span>
    </li>
  );
}
