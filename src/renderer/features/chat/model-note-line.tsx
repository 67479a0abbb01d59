import { FoldVertical, type LucideIcon, Route, Wallet } from 'lucide-react';
import { spendingSentences } from '../timeline/describe-spending.ts';
import { conversationSentences } from '../timeline/describe-conversation.ts';
import type { ModelNote } from './threads.ts';

const icons: Record<ModelNote['type'], LucideIcon> = {
  'model.fellBack': Route,
  'model.limitNeared': Wallet,
  'model.limitReached': Wallet,
  'context.cut': FoldVertical,
};

/** One quiet line between messages. */
export function ModelNoteLine({ note }: { note: ModelNote }) {
  const Icon = icons[note.type];
  return (
    <p className="flex items-start gap-2 text-xs text-muted">
      <Icon aria-hidden size={13} className="mt-0.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{sentenceOf(note)}</span>
    </p>
  );
}

function sentenceOf(note: ModelNote): string {
  switch (note.type) {
    case 'model.fellBack':
      return spendingSentences[note.type](note.payload);
    case 'model.limitNeared':
      return spendingSentences[note.type](note.payload);
    case 'model.limitReached':
      return spendingSentences[note.type](note.payload);
    case 'context.cut':
      return conversationSentences[note.type](note.payload);
  }
}
