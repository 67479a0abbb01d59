/** After the next drawing, because the composer may only now be on its way to the screen. A question keeps the focus. */
export function focusComposer(): void {
  requestAnimationFrame(() => {
    if (document.activeElement?.closest('[data-question]')) return;
    composer()?.focus();
  });
}

/** Goes there and marks a part of the text, so that typing replaces it. */
export function selectInComposer({ start, end }: { start: number; end: number }): void {
  requestAnimationFrame(() => {
    composer()?.focus();
    composer()?.setSelectionRange(start, end);
  });
}

function composer(): HTMLTextAreaElement | null {
  return document.querySelector<HTMLTextAreaElement>('[data-composer]');
}
