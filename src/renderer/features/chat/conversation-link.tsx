import { GitBranch } from 'lucide-react';
import type { Conversation } from '../../../contract/conversations.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';

interface ConversationLinkProps {
  conversation: Pick<Conversation, 'id' | 'title'>;
  /** Says that it is a branch. */
  hasIcon?: boolean;
}

export function ConversationLink({ conversation: { id, title }, hasIcon = false }: ConversationLinkProps) {
  return (
    <span className="min-w-0 max-w-full">
      <Button
        size="sm"
        variant="ghost"
        className="max-w-full"
        {...(hasIcon ? { icon: GitBranch } : {})}
        onClick={() => navigate({ screen: 'chat', conversationId: id })}
      >
        <span className="min-w-0 truncate">{title}</span>
      </Button>
    </span>
  );
}
