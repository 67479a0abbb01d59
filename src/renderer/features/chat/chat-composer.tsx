import { ArrowUp } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { currentRoute, navigate } from '../../app/use-route.ts';
import { Composer } from '../../ui/composer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { firstSlot, slotVocabulary } from '../workers/open-slots.ts';
import { useManifests } from '../workers/use-manifests.ts';
import { ComposerHint, longestMessage } from './composer-hint.tsx';
import { selectInComposer } from './focus-composer.ts';
import { newThread } from './store.ts';

interface ChatComposerProps {
  threadKey: string;
  /** The run that another Escape would stop. */
  stopping: string | undefined;
}

export function ChatComposer({ threadKey, stopping }: ChatComposerProps) {
  const { chat, settings } = useHeron();
  const text = useStore(chat.state, ({ drafts }) => drafts[threadKey]) ?? '';
  const keepsWords = useStore(chat.state, (state) => state.keepsWords);
  const model = useStore(settings.state, (state) => state.model);
  const manifests = useManifests();
  const vocabulary = useMemo(() => slotVocabulary(manifests), [manifests]);
  const slot = firstSlot(text, vocabulary);
  const isTooLong = text.length > longestMessage;
  const send = useSend(threadKey);
  const submit = () => {
    if (isTooLong) return;
    if (slot) selectInComposer(slot);
    else void send(text);
  };
  return (
    <div className="mx-auto w-full max-w-3xl shrink-0 px-3 pb-3 sm:px-6 sm:pb-4">
      <Composer
        data-composer=""
        label="Message"
        placeholder="Tell Heron what to do"
        value={text}
        onChange={(next) => chat.setDraft(threadKey, next)}
        onSubmit={submit}
        tools={
          <ComposerHint
            model={model}
            length={text.length}
            lacks={slot?.words}
            keepsWords={keepsWords}
            stopping={stopping}
          />
        }
        actions={
          <>
            {text.includes('\n') || text === '' ? null : (
              <span className="pr-1.5 text-xs text-muted max-sm:hidden">
                <KeyHint keys="Shift+Enter" /> new line
              </span>
            )}
            <IconButton
              label="Send"
              keys="Enter"
              variant="primary"
              size="lg"
              icon={ArrowUp}
              disabled={text.trim() === '' || isTooLong}
              onClick={submit}
            />
          </>
        }
      />
    </div>
  );
}

/** Sends, and goes to the conversation that begins with it, if the person is still there. */
function useSend(threadKey: string): (text: string) => Promise<void> {
  const { chat } = useHeron();
  return async (text) => {
    const sending = chat.send(threadKey, text.trim());
    chat.setDraft(threadKey, '');
    const conversationId = await sending;
    const route = currentRoute();
    const isStillThere = route.screen === 'chat' && route.conversationId === undefined;
    if (threadKey !== newThread || !conversationId || !isStillThere) return;
    // What is being written by now goes along.
    chat.setDraft(conversationId, chat.state.getState().drafts[newThread] ?? '');
    chat.setDraft(newThread, '');
    navigate({ screen: 'chat', conversationId });
  };
}
