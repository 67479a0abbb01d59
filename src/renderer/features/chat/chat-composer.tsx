import { ArrowUp } from 'lucide-react';
import { type ClipboardEvent, useMemo } from 'react';
import { useStore } from 'zustand';
import { useCommands } from '../../app/commands.ts';
import { useHeron } from '../../app/heron-context.ts';
import { Composer } from '../../ui/composer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { firstSlot, slotVocabulary } from '../workers/open-slots.ts';
import { useManifests } from '../workers/use-manifests.ts';
import { AttachButton } from './attach-button.tsx';
import { type ReadCommand, readCommand } from './command-line.ts';
import { ComposerHint, longestMessage } from './composer-hint.tsx';
import { useComposerSuggestions } from './composer-suggestions.tsx';
import { DraftFileList, useDraftFiles } from './draft-file-list.tsx';
import { attachmentsOf } from './draft-files.ts';
import { selectInComposer } from './focus-composer.ts';
import { newThread } from './store.ts';
import { useSayIn } from './use-say-in.ts';
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
  const sayIn = useSayIn();
  const commands = useCommands();
  const unknown = unknownOf(readCommand(text, commands));
  const change = (next: string) => chat.setDraft(threadKey, next);
  const carryOut = (line: string) => {
    const read = readCommand(line, commands);
    if (!read || 'unknown' in read) return false;
    const { command, argument } = read;
    // What it needs is named under the field.
    if (command.argument?.isNeeded && argument === '') return true;
    change('');
    command.run(argument);
    return true;
  };
  const suggestions = useComposerSuggestions({
    text,
    commands,
    onChange: change,
    onCommand: (line) => void carryOut(line),
  });
  const submit = () => {
    if (isTooLong || unready || unknown) return;
    if (slot) return selectInComposer(slot);
    if (carryOut(text)) return;
    void sayIn(threadKey === newThread ? undefined : threadKey, text.trim(), attachmentsOf(files));
    change('');
    chat.files.clear(threadKey);
  };
  const paste = (event: ClipboardEvent) => {
    // What office programs copy is a text with a picture of it.
    if (event.clipboardData.types.includes('text/plain') || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attach({ files: [...event.clipboardData.files].map(named), folders: 0 });
  };
  return (
    <div className="relative mx-auto w-full max-w-3xl shrink-0 px-3 pb-3 sm:px-6 sm:pb-4">
      {suggestions.list}
      <Composer
        data-composer=""
        label="Message"
        placeholder="Tell Heron what to do"
        value={text}
        {...suggestions.field}
        onChange={change}
        onSubmit={submit}
        onPaste={paste}
        above={<DraftFileList threadKey={threadKey} />}
        tools={
          <>
            <AttachButton onPick={(picked) => attach({ files: picked, folders: 0 })} />
            <ComposerHint
              model={model}
              length={text.length}
              unknown={suggestions.isOpen ? undefined : unknown}
              lacks={slot?.words ?? lackOf(readCommand(text, commands))}
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
              disabled={text.trim() === '' || isTooLong || unready !== undefined || unknown !== undefined}
              onClick={submit}
            />
          </>
        }
      />
    </div>
  );
}

/** What to say of a slash and a word that no command is. */
function unknownOf(read: ReadCommand): string | undefined {
  if (!read || !('unknown' in read)) return undefined;
  const near = read.near.map((word) => `/${word}`).join(' or ');
  return `There is no command /${read.unknown}.${near === '' ? ' Write / to see all.' : ` Did you mean ${near}?`}`;
}

function lackOf(read: ReadCommand): string | undefined {
  const isLacking = read && 'command' in read && read.command.argument?.isNeeded && read.argument === '';
  return isLacking ? read.command.argument?.words : undefined;
}

/** A browser calls every picture that is pasted the same. */
function named(file: File): File {
  return file.name === 'image.png' ? new File([file], 'Pasted picture.png', { type: file.type }) : file;
}
