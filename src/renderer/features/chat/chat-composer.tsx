import { ArrowUp } from 'lucide-react';
import { useStore } from 'zustand';
import type { ModelConfiguration } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { currentRoute, navigate } from '../../app/use-route.ts';
import { Composer } from '../../ui/composer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { newThread } from './store.ts';

/** Characters the engine takes at once. */
const longest = 10_000;

export function ChatComposer({ threadKey }: { threadKey: string }) {
  const { chat, settings } = useHeron();
  const text = useStore(chat.state, ({ drafts }) => drafts[threadKey]) ?? '';
  const model = useStore(settings.state, (state) => state.model);
  const isTooLong = text.length > longest;
  const send = async () => {
    chat.setDraft(threadKey, '');
    const conversationId = await chat.send(threadKey, text.trim());
    const route = currentRoute();
    const isStillThere = route.screen === 'chat' && route.conversationId === undefined;
    if (threadKey !== newThread || !conversationId || !isStillThere) return;
    // What is being written by now goes along.
    chat.setDraft(conversationId, chat.state.getState().drafts[newThread] ?? '');
    chat.setDraft(newThread, '');
    navigate({ screen: 'chat', conversationId });
  };
  return (
    <div className="mx-auto w-full max-w-3xl shrink-0 px-3 pb-3 sm:px-6 sm:pb-4">
      <Composer
        data-composer=""
        label="Message"
        placeholder="Tell Heron what to do"
        value={text}
        onChange={(next) => chat.setDraft(threadKey, next)}
        onSubmit={() => {
          if (!isTooLong) void send();
        }}
        tools={<Hint model={model} length={text.length} />}
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
              onClick={() => void send()}
            />
          </>
        }
      />
    </div>
  );
}

function Hint({ model, length }: { model: ModelConfiguration | null | undefined; length: number }) {
  if (length > longest) {
    return (
      <span role="alert" className="truncate pl-1.5 text-xs text-danger">
        {length - longest} characters too many: a message holds {longest}
      </span>
    );
  }
  return (
    <span className="truncate pl-1.5 text-xs text-muted">
      {model ? `Planned by ${model.model}, else by rules` : model === null && 'Planned by rules; no model is set up'}
    </span>
  );
}
