import { useHeron } from '../../app/heron-context.ts';
import { firstSlot } from '../workers/phrases.ts';

/** Puts a sentence into the composer and selects its first words to fill in, or stands at its end. */
export function useStartSentence(threadKey: string): (text: string) => void {
  const { chat } = useHeron();
  return (text) => {
    chat.setDraft(threadKey, text);
    requestAnimationFrame(() => {
      const composer = document.querySelector<HTMLTextAreaElement>('[data-composer]');
      const slot = firstSlot(text) ?? { start: text.length, end: text.length };
      composer?.focus();
      composer?.setSelectionRange(slot.start, slot.end);
    });
  };
}
