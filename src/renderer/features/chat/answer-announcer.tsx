import { useState } from 'react';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import type { Thread } from './threads.ts';
import { t } from '../../words/words.ts';

/** Longer answers are read where they stand. */
const longest = 300;

/** Reads out an answer once it is whole; what stood there when the conversation was opened is not news. */
export function AnswerAnnouncer({ thread }: { thread: Thread }) {
  const [openedAt] = useState(() => Date.now());
  const answer = thread.messages.findLast(({ role, at }) => role === 'assistant' && at >= openedAt);
  const text = answer && (answer.text.length > longest ? `${answer.text.slice(0, longest)}…` : answer.text);
  return (
    <div role="status" aria-label={t('Newest answer')}>
      <VisuallyHidden>{text}</VisuallyHidden>
    </div>
  );
}
