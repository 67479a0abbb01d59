import { type MouseEvent, type RefObject, useEffect, useRef } from 'react';
import { focusComposer } from '../chat/focus-composer.ts';

/** Typing that went on this long ago is over. */
const typingMs = 1200;
/** A key pressed this soon after the focus moved was meant for what had it before. */
const reactionMs = 500;

let lastKeyAt = -Infinity;
if (typeof window !== 'undefined') {
  window.addEventListener('keydown', (event) => (lastKeyAt = event.timeStamp), { capture: true });
}

export type PromptFocus = {
  /** On the prompt's click capture: drops presses that came too soon to be meant. */
  guard: (event: MouseEvent) => void;
  /** After an answer: to the next question, or back to where one writes. */
  moveOn: () => void;
};

/** Brings the focus to a question that appears, unless somebody is writing or it is one of many. */
export function usePromptFocus(box: RefObject<HTMLElement | null>, takesFocus: boolean): PromptFocus {
  const movedAt = useRef(-Infinity);
  useEffect(() => {
    if (!takesFocus || !box.current || isSomebodyWriting()) return;
    const deny = box.current.querySelector<HTMLElement>('[data-deny]');
    deny?.focus({ preventScroll: true });
    movedAt.current = performance.now();
  }, [box, takesFocus]);
  return {
    guard: (event) => {
      // A press by keyboard has no place on the screen; a mouse knows where it points.
      if (event.detail !== 0 || performance.now() - movedAt.current > reactionMs) return;
      event.preventDefault();
      event.stopPropagation();
    },
    moveOn: () => {
      requestAnimationFrame(() => {
        const place = box.current ?? document.querySelector('main');
        const next = place?.querySelector<HTMLElement>('[data-deny]');
        if (next) next.focus();
        else if (document.activeElement === document.body) focusComposer();
      });
    },
  };
}

function isSomebodyWriting(): boolean {
  const active = document.activeElement;
  if (active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement) {
    if (active.value !== '') return true;
    // Just sent with Enter: the key was the last word, not the first of a new sentence.
    return active.dataset['composer'] === undefined && performance.now() - lastKeyAt < typingMs;
  }
  return active?.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') != null;
}
