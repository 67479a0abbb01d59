import type { ReactNode } from 'react';
import type { Attachment } from '../../../contract/blobs.ts';
import { exactTimeText } from '../../ui/time-text.ts';

import { FileCards } from './file-cards.tsx';
import { t } from '../../../words/words.ts';

interface SpokenTextProps {
  text: string;
  at: number;
  isPale?: boolean;
  attachments?: Attachment[] | undefined;
  /** Under the bubble. */
  children?: ReactNode;
}

/** The person's own words, as they were typed. */
export function SpokenText({ text, at, isPale = false, attachments, children }: SpokenTextProps) {
  return (
    <article className="flex animate-fade-in flex-col items-end gap-1.5">
      <h2 className="sr-only">{t('You')}</h2>
      <p
        title={exactTimeText(at)}
        className={`max-w-[min(100%,36rem)] rounded-2xl rounded-br-md bg-accent-soft px-3.5 py-2 text-base break-words whitespace-pre-wrap ${isPale ? 'text-muted' : ''}`}
      >
        {text}
      </p>
      <FileCards attachments={attachments} />
      {children}
    </article>
  );
}
