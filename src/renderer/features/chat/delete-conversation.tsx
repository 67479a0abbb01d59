import type { Conversation } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { currentRoute, navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';

interface DeleteConversationProps {
  conversation: Conversation;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

export function DeleteConversation({ conversation: { id, title }, isOpen, onOpenChange }: DeleteConversationProps) {
  const { engine } = useHeron();
  const remove = useAction('Could not delete the conversation', async () => {
    await engine.client.conversations.remove({ conversationId: id });
    const route = currentRoute();
    if (route.screen === 'chat' && route.conversationId === id) navigate({ screen: 'chat' }, { replace: true });
  });
  return (
    <AlertDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Delete “${title}”?`}
      text="Its messages go for good. What its runs did stays, and stays on the timeline."
      confirmLabel="Delete"
      onConfirm={async () => {
        await remove.run();
      }}
    />
  );
}
