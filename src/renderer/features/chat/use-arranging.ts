import { type RefObject, useEffect, useRef } from 'react';
import type { Conversation } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { currentRoute, navigate } from '../../app/use-route.ts';
import { failureOf } from '../../engine/failure.ts';
import { useAction } from '../../engine/use-action.ts';
import { showToast } from '../../ui/toast-store.ts';
import { t } from '../../../words/words.ts';

/** The conversation whose row is on its way to another place of the list. */
let movedId: string | undefined;

/** A row that moves is a new one; the keyboard goes on from where it was. */
export function useFocusAfterMove(conversationId: string): RefObject<HTMLSpanElement | null> {
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (movedId !== conversationId || document.activeElement !== document.body) return;
    movedId = undefined;
    box.current?.querySelector('button')?.focus();
  }, [conversationId]);
  return box;
}

/** What can be done with a conversation as a whole. */
export function useArranging({ id: conversationId, title }: Pick<Conversation, 'id' | 'title'>) {
  const { conversations } = useHeron().engine.client;

  async function restore(wasOpen: boolean): Promise<void> {
    try {
      await conversations.restore({ conversationId });
      if (wasOpen) navigate({ screen: 'chat', conversationId });
    } catch (error) {
      showToast({ tone: 'danger', title: t('Could not bring the conversation back'), text: failureOf(error).message });
    }
  }

  return {
    pin: useAction(t('Could not pin the conversation'), async (isPinned: boolean) => {
      movedId = conversationId;
      await conversations.pin({ conversationId, isPinned });
    }),
    file: useAction(t('Could not move the conversation'), async (folder: string | undefined) => {
      movedId = conversationId;
      await conversations.file({ conversationId, ...(folder === undefined ? {} : { folder }) });
    }),
    /** At once, because it can be taken back. */
    remove: useAction(t('Could not delete the conversation'), async () => {
      await conversations.remove({ conversationId });
      const route = currentRoute();
      const wasOpen = route.screen === 'chat' && route.conversationId === conversationId;
      if (wasOpen) navigate({ screen: 'chat' }, { replace: true });
      showToast({
        title: t('“{{title}}” was deleted', { title }),
        text: t('What its runs did stays, and stays on the timeline.'),
        action: { label: t('Undo'), onSelect: () => void restore(wasOpen) },
        durationMs: 15_000,
      });
    }),
  };
}
