import { useEffect, useEffectEvent } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useStop } from '../runs/use-stop.ts';
import { isUnderWay, newestFirst } from '../runs/summaries.ts';

/** Escape stops what this conversation has under way; a letter typed nowhere goes to the composer. */
export function useChatKeys(conversationId: string | undefined): void {
  const { runs } = useHeron();
  const stop = useStop();
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isInOverlay(event.target)) return;
    if (event.key === 'Escape') {
      const own = newestFirst(runs.state.getState().summaries).find(
        (run) => conversationId !== undefined && run.conversationId === conversationId && isUnderWay(run.status),
      );
      if (own) void stop.run(own.id);
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
}

/** Not Space and Enter: those press buttons and scroll. */
function isLetter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable], [role="slider"]');
}

function isInOverlay(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
  );
}
