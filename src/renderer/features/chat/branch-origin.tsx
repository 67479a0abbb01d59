import { GitBranch } from 'lucide-react';
import { useStore } from 'zustand';
import type { Conversation } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { ConversationLink } from './conversation-link.tsx';
import { t } from '../../../words/words.ts';

/** Leads a branch back to the conversation it is from. */
export function BranchOrigin({ origin }: { origin: NonNullable<Conversation['origin']> }) {
  const { chat } = useHeron();
  const from = useStore(chat.state, ({ conversations }) =>
    conversations.find(({ id }) => id === origin.conversationId),
  );
  return (
    <div className="flex min-w-0 items-center gap-1.5 text-xs text-muted">
      <GitBranch aria-hidden size={13} className="shrink-0" />
      <span className="shrink-0">{from ? t('Branched from') : t('Branched from a conversation that was deleted')}</span>
      {from && <ConversationLink conversation={from} />}
    </div>
  );
}
