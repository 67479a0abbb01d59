import type { Message } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { t } from '../../../words/words.ts';

/** Begins a conversation that shares what came before a message: to say other words there, or to change these. */
export function useBranching({ id: messageId, conversationId, text, attachments = [] }: Message) {
  const { chat, engine } = useHeron();
  const begin = async (): Promise<string> =>
    (await engine.client.conversations.branch({ conversationId, messageId })).id;
  const open = (id: string): void => navigate({ screen: 'chat', conversationId: id });
  return {
    say: useAction(t('Could not branch the conversation'), async (words: string) => {
      const id = await begin();
      // Whether that can be sent is shown in the branch.
      void chat.send(id, words, attachments);
      open(id);
    }),
    take: useAction(t('Could not branch the conversation'), async () => {
      const id = await begin();
      chat.setDraft(id, text);
      chat.files.put(id, attachments);
      open(id);
    }),
  };
}
