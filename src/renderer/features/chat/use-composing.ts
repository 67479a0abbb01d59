import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useCommands } from '../../app/commands.ts';
import { useHeron } from '../../app/heron-context.ts';
import { firstSlot, slotVocabulary } from '../workers/open-slots.ts';
import { useManifests } from '../workers/use-manifests.ts';
import { type ReadCommand, readCommand } from './command-line.ts';
import { longestMessage } from './composer-hint.tsx';
import { useComposerSuggestions } from './composer-suggestions.tsx';
import { useDraftFiles } from './draft-file-list.tsx';
import { attachmentsOf } from './draft-files.ts';
import { selectInComposer } from './focus-composer.ts';
import { newThread } from './store.ts';
import { useSayIn } from './use-say-in.ts';
import { orText } from '../../ui/list-text.ts';
import { t } from '../../../words/words.ts';

/** What is written in a conversation: a message, or a command after a slash, and what keeps it from being sent. */
export function useComposing(threadKey: string) {
  const { chat } = useHeron();
  const text = useStore(chat.state, ({ drafts }) => drafts[threadKey]) ?? '';
  const manifests = useManifests();
  const vocabulary = useMemo(() => slotVocabulary(manifests), [manifests]);
  const files = useDraftFiles(threadKey);
  const commands = useCommands();
  const sayIn = useSayIn();
  const read = readCommand(text, commands);
  const unknown = unknownOf(read);
  const slot = firstSlot(text, read ? undefined : vocabulary);
  const unready = files.find(({ id }) => id === undefined);
  const canSubmit = text.trim() !== '' && text.length <= longestMessage && !unready && unknown === undefined;
  const change = (next: string): void => chat.setDraft(threadKey, next);

  function carryOut(line: string): void {
    const meant = readCommand(line, commands);
    if (!meant || 'unknown' in meant) return;
    const { command, argument } = meant;
    // What it needs is named under the field.
    if (command.argument?.isNeeded && argument === '') return;
    change('');
    command.run(argument);
  }

  function submit(): void {
    if (!canSubmit) return;
    if (slot) return selectInComposer(slot);
    if (read) return carryOut(text);
    void sayIn(threadKey === newThread ? undefined : threadKey, text.trim(), attachmentsOf(files));
    change('');
    chat.files.clear(threadKey);
  }

  const suggestions = useComposerSuggestions({ text, commands, onChange: change, onCommand: carryOut });
  return {
    ...{ text, change, submit, canSubmit, suggestions },
    hints: {
      unknown: suggestions.isOpen ? undefined : unknown,
      lacks: slot?.words ?? lackOf(read),
      file: unready ?? (text.trim() === '' ? files[0] : undefined),
    },
  };
}

/** What to say of a slash and a word that no command is. */
function unknownOf(read: ReadCommand): string | undefined {
  if (!read || !('unknown' in read)) return undefined;
  const near = orText(read.near.map((word) => `/${word}`));
  return near === ''
    ? t('There is no command /{{word}}. Write / to see all.', { word: read.unknown })
    : t('There is no command /{{word}}. Did you mean {{near}}?', { word: read.unknown, near });
}

function lackOf(read: ReadCommand): string | undefined {
  const isLacking = read && 'command' in read && read.command.argument?.isNeeded && read.argument === '';
  return isLacking ? read.command.argument?.words : undefined;
}
