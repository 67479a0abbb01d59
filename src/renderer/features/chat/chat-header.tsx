import { Menu as MenuIcon, SquarePen } from 'lucide-react';
import { useState } from 'react';
import type { Conversation } from '../../../contract/conversations.ts';
import { beginConversation } from '../../app/begin-conversation.ts';
import { useRoute } from '../../app/use-route.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ConversationList } from './conversation-list.tsx';
import { t } from '../../../words/words.ts';

/** On a phone, where the side bar is not, it leads to the other conversations. */
export function ChatHeader({ conversation }: { conversation: Conversation | undefined }) {
  const [isListOpen, setIsListOpen] = useState(false);
  const route = useRoute();
  const close = () => setIsListOpen(false);
  return (
    <PageHeader
      title={conversation?.title ?? t('New conversation')}
      start={
        <span className="md:hidden">
          <IconButton label={t('Conversations')} icon={MenuIcon} size="lg" onClick={() => setIsListOpen(true)} />
        </span>
      }
      actions={
        <span className="md:hidden">
          <IconButton label={t('New conversation')} icon={SquarePen} size="lg" onClick={beginConversation} />
          <Dialog isOpen={isListOpen} onOpenChange={setIsListOpen} title={t('Conversations')}>
            <ConversationList currentId={route.screen === 'chat' ? route.conversationId : undefined} onPick={close} />
          </Dialog>
        </span>
      }
    />
  );
}
