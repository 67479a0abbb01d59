import { ArrowUp } from 'lucide-react';
import { type ClipboardEvent, lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { Composer } from '../../ui/composer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { AttachButton } from './attach-button.tsx';
import { ComposerHint } from './composer-hint.tsx';
import { DraftFileList } from './draft-file-list.tsx';
import { ModelPicker } from './model-picker.tsx';
import { newThread } from './store.ts';
import { useAttaching } from './use-attaching.ts';
import { WhenBusyPicker } from './when-busy-picker.tsx';
import { useComposing } from './use-composing.ts';
import { t } from '../../../words/words.ts';

/** The first message can be written without it. */
const MannerPicker = lazy(async () => ({ default: (await import('./manner-picker.tsx')).MannerPicker }));

interface ChatComposerProps {
  threadKey: string;
  /** The run that another Escape would stop. */
  stopping: string | undefined;
}

export function ChatComposer({ threadKey, stopping }: ChatComposerProps) {
  const { chat, settings } = useHeron();
  const keepsWords = useStore(chat.state, (state) => state.keepsWords);
  const model = useStore(settings.state, (state) => state.model);
  const chosen = useChosenModel(threadKey);
  const { text, change, submit, canSubmit, suggestions, hints } = useComposing(threadKey);
  const attach = useAttaching(threadKey);
  const paste = (event: ClipboardEvent) => {
    // What office programs copy is a text with a picture of it.
    if (event.clipboardData.types.includes('text/plain') || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attach({ files: [...event.clipboardData.files].map(named), folders: 0 });
  };
  return (
    <div className="relative mx-auto w-full max-w-3xl shrink-0 px-3 pb-3 sm:px-6 sm:pb-4">
      <Composer
        data-composer=""
        label={t('Message')}
        placeholder={t('Tell Heron what to do')}
        value={text}
        {...suggestions.field}
        onChange={change}
        onSubmit={submit}
        onPaste={paste}
        above={<DraftFileList threadKey={threadKey} />}
        tools={
          <>
            <AttachButton onPick={(picked) => attach({ files: picked, folders: 0 })} />
            {model && <ModelPicker {...{ threadKey, chosen }} usual={model.model} />}
            <Suspense fallback={<span className="size-8" />}>
              <MannerPicker threadKey={threadKey} />
            </Suspense>
            <WhenBusyPicker threadKey={threadKey} />
            <ComposerHint
              {...hints}
              {...{ keepsWords, stopping }}
              model={model && (chosen ?? model.model)}
              length={text.length}
            />
          </>
        }
        actions={
          <>
            {!text.includes('\n') && text !== '' && <NewLineHint />}
            <IconButton
              label={t('Send')}
              keys="Enter"
              variant="primary"
              size="lg"
              icon={ArrowUp}
              disabled={!canSubmit}
              onClick={submit}
            />
          </>
        }
      />
      {suggestions.list}
    </div>
  );
}

function NewLineHint() {
  return (
    <span className="pr-1.5 text-xs text-muted max-sm:hidden">
      <KeyHint keys="Shift+Enter" /> {t('new line')}
    </span>
  );
}

/** The model that a conversation was given, or that the next one begins with. */
function useChosenModel(threadKey: string): string | undefined {
  const { chat } = useHeron();
  return useStore(chat.state, ({ threads, nextModel }) =>
    threadKey === newThread ? nextModel : threads[threadKey]?.conversation?.model,
  );
}

/** A browser calls every picture that is pasted the same. */
function named(file: File): File {
  return file.name === 'image.png' ? new File([file], 'Pasted picture.png', { type: file.type }) : file;
}
