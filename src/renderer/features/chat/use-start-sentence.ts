import { useHeron } from '../../app/heron-context.ts';
import { firstSlot } from '../workers/open-slots.ts';
import { selectInComposer } from './focus-composer.ts';

/** Puts a sentence into the composer and selects its first words to fill in, or stands at its end. */
export function useStartSentence(threadKey: string): (text: string) => void {
  const { chat } = useHeron();
  return (text) => {
    chat.setDraft(threadKey, text);
    selectInComposer(firstSlot(text) ?? { start: text.length, end: text.length });
  };
}
