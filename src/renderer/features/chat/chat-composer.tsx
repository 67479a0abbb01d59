import { ArrowUp } from 'lucide-react';
import { type ClipboardEvent, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Attachment } from '../../../contract/blobs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { currentRoute, navigate } from '../../app/use-route.ts';
import { Composer } from '../../ui/composer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { firstSlot, slotVocabulary } from '../workers/open-slots.ts';
import { useManifests } from '../workers/use-manifests.ts';
import { AttachButton } from './attach-button.tsx';
import { ComposerHint, longestMessage } from './composer-hint.tsx';
import { DraftFileList, useDraftFiles } from './draft-file-list.tsx';
import { attachmentsOf } from './draft-files.ts';
import { selectInComposer } from './focus-composer.ts';
import { newThread } from './store.ts';
import { useAttaching } from './use-attaching.ts';

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
  const files = useDraftFiles(threadKey);
  const attach = useAttaching(threadKey);
  const unready = files.find(({ id }) => id === undefined);
  const send = useSend(threadKey);
  const submit = () => {
    if (isTooLong || unready) return;
    if (slot) selectInComposer(slot);
    else void send(text, attachmentsOf(files));
  };
  const paste = (event: ClipboardEvent) => {
    // What office programs copy is a text with a picture of it.
    if (event.clipboardData.types.includes('text/plain') || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attach({ files: [...event.clipboardData.files].map(named), folders: 0 });
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
        onPaste={paste}
        above={<DraftFileList threadKey={threadKey} />}
        tools={
          <>
            <AttachButton onPick={(picked) => attach({ files: picked, folders: 0 })} />
            <ComposerHint
              model={model}
              length={text.length}
              lacks={slot?.words}
              file={unready ?? (text.trim() === '' ? files[0] : undefined)}
              keepsWords={keepsWords}
              stopping={stopping}
            />
          </>
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
              disabled={text.trim() === '' || isTooLong || unready !== undefined}
              onClick={submit}
            />
          </>
        }
      />
    </div>
  );
}

/** A browser calls every picture that is pasted the same. */
function named(file: File): File {
  return file.name === 'image.png' ? new File([file], 'Pasted picture.png', { type: file.type }) : file;
}

/** Sends, and goes to the conversation that begins with it, if the person is still there. */
function useSend(threadKey: string): (text: string, attachments: Attachment[]) => Promise<void> {
  const { chat } = useHeron();
  return async (text, attachments) => {
    const sending = chat.send(threadKey, text.trim(), attachments);
    chat.setDraft(threadKey, '');
    chat.files.clear(threadKey);
    const conversationId = await sending;
    const route = currentRoute();
    const isStillThere = route.screen === 'chat' && route.conversationId === undefined;
    if (threadKey !== newThread || !conversationId || !isStillThere) return;
    // What is being written by now goes along.
    chat.setDraft(conversationId, chat.state.getState().drafts[newThread] ?? '');
    chat.setDraft(newThread, '');
    chat.files.move(newThread, conversationId);
    navigate({ screen: 'chat', conversationId });
  };
}
