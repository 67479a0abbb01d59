import { useMemo, useState } from 'react';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { DiffHunkRows } from './diff-hunk-rows.tsx';
import { RevealedText } from './revealed-text.tsx';
import { type DiffFile, type DiffHunk, parseUnifiedDiff } from './unified-diff.ts';
import { t } from '../../words/words.ts';

const longDiff = 400;

interface DiffViewProps {
  /** A unified diff, of one file or several. */
  diff: string;
  /** Shown when the diff names no file. */
  title?: string;
}

export function DiffView({ diff, title = t('Changes') }: DiffViewProps) {
  const files = useMemo(() => parseUnifiedDiff(diff), [diff]);
  if (files.length === 0) return <p className="text-sm text-muted">{t('No changes.')}</p>;
  return (
    <div className="space-y-2">
      {files.map((file, index) => (
        <File key={index} file={file} name={nameOf(file) ?? title} diff={diff} />
      ))}
    </div>
  );
}

function File({ file, name, diff }: { file: DiffFile; name: string; diff: string }) {
  const [isWhole, setIsWhole] = useState(false);
  const lines = file.hunks.flatMap((hunk) => hunk.lines);
  const added = lines.filter((line) => line.kind === 'added').length;
  const removed = lines.filter((line) => line.kind === 'removed').length;
  return (
    <div className="overflow-hidden rounded-lg border bg-raised">
      <div className="flex min-h-8 items-center gap-3 border-b bg-sunken py-1 pr-1.5 pl-3 text-xs">
        <span className="min-w-0 flex-1 font-mono wrap-anywhere">
          <RevealedText text={name} />
        </span>
        <span className="shrink-0 tabular-nums">
          <span className="text-success">{t('{{count}} added', { count: added })}</span>,{' '}
          <span className="text-danger">{t('{{count}} removed', { count: removed })}</span>
        </span>
        <CopyButton text={diff} label={t('Copy diff')} />
      </div>
      {file.notes.map((note) => (
        <p key={note} className="px-3 py-1.5 text-xs text-muted">
          {note}
        </p>
      ))}
      {file.hunks.length > 0 && (
        <table className="w-full border-collapse font-mono text-xs leading-5">
          <caption className="sr-only">{name}</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">{t('Old line')}</th>
              <th scope="col">{t('New line')}</th>
              <th scope="col">{t('Change')}</th>
              <th scope="col">{t('Text')}</th>
            </tr>
          </thead>
          {firstLines(file.hunks, isWhole ? Infinity : longDiff).map((hunk, index) => (
            <DiffHunkRows key={index} header={hunk.header} lines={hunk.lines} isFirst={index === 0} />
          ))}
        </table>
      )}
      {!isWhole && lines.length > longDiff && (
        <div className="border-t p-2 text-center">
          <Button size="sm" onClick={() => setIsWhole(true)}>
            {t('Show all {{count}} lines', { count: lines.length })}
          </Button>
        </div>
      )}
    </div>
  );
}

function nameOf({ before, after }: DiffFile): string | undefined {
  if (before && after && before !== after) return `${before} → ${after}`;
  if (!before && after) return `${after} (new file)`;
  if (before && !after) return `${before} (deleted)`;
  return after;
}

function firstLines(hunks: DiffHunk[], count: number): DiffHunk[] {
  const shown: DiffHunk[] = [];
  let room = count;
  for (const hunk of hunks) {
    if (room <= 0) break;
    shown.push({ ...hunk, lines: hunk.lines.slice(0, room) });
    room -= hunk.lines.length;
  }
  return shown;
}
