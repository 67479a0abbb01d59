import { useState } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { newThread } from './store.ts';
import { t } from '../../../words/words.ts';

/** Longer answers are read where they stand. */
const longest = 300;

/**
 * Reads out an answer once it is whole; what stood there when the conversation was opened is not news. Stays in the page from one
 * conversation to the next, so that what comes at once is heard.
 */
export function AnswerAnnouncer({ threadKey }: { threadKey: string }) {
  const { chat } = useHeron();
  const createdAt = useStore(chat.state, ({ threads }) => threads[threadKey]?.conversation?.createdAt);
  const openedAt = useOpenedAt(threadKey, createdAt);
  const answer = useStore(chat.state, ({ threads }) =>
    threads[threadKey]?.messages.findLast(({ role, at }) => role === 'assistant' && at >= openedAt),
  );
  const text = answer && (answer.text.length > longest ? `${answer.text.slice(0, longest)}…` : answer.text);
  return (
    <div role="status" aria-label={t('Newest answer')}>
      <VisuallyHidden>{text}</VisuallyHidden>
    </div>
  );
}

/** A conversation that began here was open before it had a name: its first answer may come before the page goes to it. */
function useOpenedAt(threadKey: string, createdAt: number | undefined): number {
  const [opened, setOpened] = useState(() => openedNow(threadKey));
  if (opened.threadKey !== threadKey) setOpened((before) => openedNow(threadKey, before));
  const beganHere = createdAt !== undefined && createdAt >= opened.beginsFrom;
  return beganHere ? opened.beginsFrom : opened.at;
}

type Opened = { threadKey: string; at: number; beginsFrom: number };

const openedNow = (threadKey: string, before?: Opened): Opened => ({
  ...{ threadKey, at: Date.now() },
  beginsFrom: before?.threadKey === newThread ? before.at : Infinity,
});
