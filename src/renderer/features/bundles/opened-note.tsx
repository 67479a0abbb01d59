import { FileInput } from 'lucide-react';
import type { OpenedFrom } from '../../../contract/bundles.ts';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { t } from '../../../words/words.ts';
import { woven } from '../../words/woven.ts';

/** Whose run this is: somebody made it elsewhere, and here it is only looked at. */
export function OpenedNote({ opened: { file, madeAt, heron, redaction } }: { opened: OpenedFrom }) {
  return (
    <p role="note" className="flex items-start gap-2 border-t bg-accent-soft px-4 py-2 text-xs">
      <FileInput aria-hidden size={14} className="mt-px shrink-0 text-accent" />
      <span className="min-w-0 break-words">
        {woven(
          t(
            'Opened from a file, made on {{madeAt}} by Heron {{heron}}: {{file}}. It ran somewhere else and is only looked at here; running it again from a step asks you as for any run.',
            { madeAt: exactTimeText(madeAt) },
          ),
          { heron: <RevealedText text={heron} />, file: <RevealedText text={file} /> },
        )}
        {redaction === 'values' && ` ${t('Its texts were blanked, so it cannot be replayed.')}`}
      </span>
    </p>
  );
}
