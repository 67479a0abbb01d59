import { ArrowUp } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { currentRoute, navigate } from '../../app/use-route.ts';
import { Composer } from '../../ui/composer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { focusComposer } from './focus-composer.ts';
import { newThread } from './store.ts';

export function ChatComposer({ threadKey }: { threadKey: string }) {
  const { chat, settings } = useHeron();
  const text = useStore(chat.state, ({ drafts }) => drafts[threadKey]) ?? '';
  const model = useStore(settings.state, (state) => state.model);
  useEffect(() => {
    // On a phone the keyboard would cover half the conversation.
    if (!window.matchMedia('(pointer: coarse)').matches) focusComposer();
  }, []);
  const send = async () => {
    chat.setDraft(threadKey, '');
    const conversationId = await chat.send(threadKey, text.trim());
    const route = currentRoute();
    const isStillThere = route.screen === 'chat' && route.conversationId === undefined;
    if (threadKey === newThread && conversationId && isStillThere) navigate({ screen: 'chat', conversationId });
  };
  return (
    <div className="mx-auto w-full max-w-3xl shrink-0 px-3 pb-3 sm:px-6 sm:pb-4">
      <Composer
        data-composer=""
        label="Message"
        placeholder="Tell Heron what to do"
        maxLength={10_000}
        value={text}
        onChange={(next) => chat.setDraft(threadKey, next)}
        onSubmit={() => void send()}
        tools={
          <span className="truncate pl-1.5 text-xs text-muted">
            {model
              ? `Planned by ${model.model}, else by rules`
              : model === null && 'Planned by rules; no model is set up'}
          </span>
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
              disabled={text.trim() === ''}
              onClick={() => void send()}
            />
          </>
        }
      />
    </div>
  );
}
