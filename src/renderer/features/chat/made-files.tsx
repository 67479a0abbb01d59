import { FolderOpen } from 'lucide-react';
import { createElement, useCallback, useEffect, useRef, useState } from 'react';
import type { Attachment, StoredBlob } from '../../../contract/blobs.ts';
import type { FileChange } from '../../../contract/undo.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { MiddleElided } from '../../ui/middle-elided.tsx';
import { bytesText, changeWord } from '../runs/file-changes.ts';
import { FileCard } from './file-cards.tsx';
import { fileIcon } from './file-icon.ts';
import { t } from '../../../words/words.ts';

const firstShown = 6;

/** What the run of an answer made: pictures and other files it gave, and those it left on the disk. Asked for once it comes into sight. */
export function MadeFiles({ runId }: { runId: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    const box = place.current;
    if (!box || isSeen) return undefined;
    const watch = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setIsSeen(true),
      { rootMargin: '200px' },
    );
    watch.observe(box);
    return () => watch.disconnect();
  }, [isSeen]);
  // A box without height would be in no one's sight.
  return <div ref={place}>{isSeen ? <Cards runId={runId} /> : <span className="block h-px" />}</div>;
}

function Cards({ runId }: { runId: string }) {
  const { engine } = useHeron();
  const load = useCallback(
    async () => ({
      blobs: await engine.client.blobs.list({ runId }),
      changes: await engine.client.runs.changes({ runId }),
    }),
    [engine, runId],
  );
  const { data } = useQuery(engine.state, load);
  const [isWhole, setIsWhole] = useState(false);
  // What could not be read is said in the card of the run.
  const cards = data ? [...data.blobs.map(attachmentOf), ...lastChanges(data.changes)] : [];
  if (cards.length === 0) return null;
  const shown = isWhole ? cards : cards.slice(0, firstShown);
  return (
    <div className="space-y-1.5">
      <ul aria-label={t('Files of this answer')} className="flex max-w-full flex-wrap gap-1.5">
        {shown.map((card) => (
          <li key={'id' in card ? card.id : pathOf(card)} className="min-w-0">
            {'id' in card ? <FileCard file={card} /> : <DiskCard change={card} runId={runId} />}
          </li>
        ))}
      </ul>
      {cards.length > shown.length && (
        <Button size="sm" variant="ghost" onClick={() => setIsWhole(true)}>
          {t('Show all {{files}} files', { files: cards.length })}
        </Button>
      )}
    </div>
  );
}

function attachmentOf({ id, name, bytes, mediaType }: StoredBlob): Attachment {
  return { id, name: name ?? id, bytes, mediaType };
}

const pathOf = ({ path, movedTo }: FileChange): string => movedTo ?? path;

/** Files that are there because of the run, each once, as they were left. */
function lastChanges(changes: FileChange[]): FileChange[] {
  const last = new Map(changes.map((change) => [pathOf(change), change]));
  return [...last.values()].filter(
    ({ kind, undone }) => !undone && (kind === 'created' || kind === 'replaced' || kind === 'moved'),
  );
}

function DiskCard({ change, runId }: { change: FileChange; runId: string }) {
  const { engine } = useHeron();
  const path = pathOf(change);
  const name = path.split(/[/\\]/).at(-1) ?? path;
  const showing = useCallback(
    async () => void (await engine.client.runs.showFile({ runId, path })),
    [engine, runId, path],
  );
  const show = useAction(t('Could not show the folder'), showing);
  return (
    <div className="flex max-w-72 items-center gap-2 rounded-lg border bg-raised py-1 pr-1 pl-2.5" title={path}>
      {createElement(fileIcon(''), {
        ...{ 'aria-hidden': true, size: 18, strokeWidth: 1.75, className: 'shrink-0 text-muted' },
      })}
      <span className="min-w-0 flex-1 text-xs">
        <span className="block font-medium">
          <MiddleElided text={name} />
        </span>
        <span className="block text-muted tabular-nums">
          {[changeWord(change), change.bytesAfter === undefined ? '' : bytesText(change.bytesAfter)]
            .filter((part) => part !== '')
            .join(', ')}
        </span>
      </span>
      <CopyButton text={path} label={t('Copy the path of {{name}}', { name })} />
      <IconButton
        label={t('Show {{name}} in its folder', { name })}
        icon={FolderOpen}
        onClick={() => void show.run()}
      />
    </div>
  );
}
