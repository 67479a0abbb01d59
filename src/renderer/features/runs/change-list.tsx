import type { FileChange } from '../../../contract/undo.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DiffView } from '../../ui/diff-view.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import type { Tone } from '../../ui/tone.ts';
import { useState } from 'react';
import { changeWord, sizeText, whyNoDiff } from './file-changes.ts';
import { plural, t } from '../../../words/words.ts';

const tones: Record<FileChange['kind'], Tone> = {
  created: 'success',
  replaced: 'accent',
  moved: 'neutral',
  deleted: 'danger',
  'folder-created': 'success',
};

const firstShown = 20;
/** So many stand open, each a line; more are one fold. */
const openAtFirst = 5;

export function ChangeList({ changes }: { changes: FileChange[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? changes : changes.slice(0, firstShown);
  return (
    <div className="border-t px-3 py-2">
      <Disclosure
        isOpenAtFirst={changes.length <= openAtFirst}
        title={plural(changes.length, { one: '1 file changed', other: '{{count}} files changed' })}
      >
        <ul aria-label={t('File changes')} className="space-y-1.5">
          {shown.map((change, index) => (
            <li key={`${change.path}-${index}`}>
              <Change change={change} />
            </li>
          ))}
        </ul>
        {changes.length > shown.length && (
          <Button size="sm" variant="ghost" onClick={() => setIsWhole(true)}>
            {t('Show all {{changes}}', { changes: changes.length })}
          </Button>
        )}
      </Disclosure>
    </div>
  );
}

/** `hasReason`: where there is no difference to read, says why. */
export function Change({ change, hasReason = false }: { change: FileChange; hasReason?: boolean }) {
  const size = sizeText(change);
  const line = (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      <Badge tone={tones[change.kind]}>{changeWord(change)}</Badge>
      <span className="min-w-0 font-mono break-all">
        <RevealedText text={change.movedTo ? `${change.path} → ${change.movedTo}` : change.path} />
      </span>
      {size && <span className="text-muted tabular-nums">{size}</span>}
      {change.undone && <Badge>{t('Undone')}</Badge>}
    </span>
  );
  const reason = hasReason ? whyNoDiff(change) : undefined;
  if (!change.diff) {
    return (
      <div className="flex min-h-7 flex-wrap items-center gap-x-2 pl-5">
        {line}
        {reason && <span className="text-xs text-muted">{reason}</span>}
      </div>
    );
  }
  return (
    <Disclosure title={line}>
      <DiffView diff={change.diff} title={change.path} />
    </Disclosure>
  );
}
