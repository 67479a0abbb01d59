import { useEffect, useEffectEvent } from 'react';
import { useStopByEscape } from './use-stop-by-escape.ts';

/**
 * Escape twice stops what this conversation has under way; a letter typed nowhere goes to the composer. Returns the
 * title of the run that another Escape would stop.
 */
export function useChatKeys(conversationId: string | undefined): string | undefined {
  const { title, pressEscape } = useStopByEscape(conversationId);
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isInOverlay(event.target)) return;
    if (event.key === 'Escape') {
      // In a search field Escape clears what is searched for.
      if (!isField(event.target) || isComposer(event.target)) pressEscape(event.repeat);
      return;
    }
    if (isLetter(event) && !isField(event.target)) {
      document.querySelector<HTMLTextAreaElement>('[data-composer]')?.focus();
    }
  });
  useEffect(() => {
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
  return title;
}

/** Not Space and Enter: those press buttons and scroll. */
function isLetter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable], [role="slider"]');
}

function isComposer(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('[data-composer]');
}

function isInOverlay(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
  );
}
