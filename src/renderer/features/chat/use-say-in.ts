import type { Attachment } from '../../../contract/blobs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { currentRoute, navigate } from '../../app/use-route.ts';
import { newThread } from './store.ts';

/** Sends, and goes to the conversation that begins with it, if the person is still there. */
export function useSayIn(): (
  conversationId: string | undefined,
  text: string,
  attachments?: Attachment[],
) => Promise<void> {
  const { chat } = useHeron();
  return async (known, text, attachments = []) => {
    const conversationId = await chat.send(known ?? newThread, text, attachments);
    const route = currentRoute();
    const isStillThere = route.screen === 'chat' && route.conversationId === undefined;
    if (known !== undefined || !conversationId || !isStillThere) return;
    // What is being written by now goes along.
    chat.setDraft(conversationId, chat.state.getState().drafts[newThread] ?? '');
    chat.setDraft(newThread, '');
    chat.files.move(newThread, conversationId);
    navigate({ screen: 'chat', conversationId });
  };
}
