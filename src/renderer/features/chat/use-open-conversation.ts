import { useCallback, useEffect } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { useAction } from '../../engine/use-action.ts';
import { focusComposer } from './focus-composer.ts';
import { t } from '../../../words/words.ts';

/** Reads a conversation and its runs when it is first shown, and again when the engine is back after a failure. */
export function useOpenConversation(conversationId: string | undefined): () => void {
  const { chat, engine, runs } = useHeron();
  const listRuns = useAction(t('Could not load the plans of this conversation'), runs.listOf).run;
  const open = useCallback(() => {
    if (conversationId === undefined) return;
    void chat.read(conversationId);
    void listRuns(conversationId);
  }, [chat, conversationId, listRuns]);
  useEffect(() => {
    const openUnread = (): void => {
      if (conversationId !== undefined && !chat.state.getState().threads[conversationId]?.isRead) open();
    };
    openUnread();
    // On a phone the keyboard would cover half the conversation.
    if (!window.matchMedia('(pointer: coarse)').matches) focusComposer();
    return onReconnect(engine.state, openUnread);
  }, [chat, conversationId, engine, open]);
  return open;
}
