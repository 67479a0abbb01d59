/** After the next drawing, because the composer may only now be on its way to the screen. A question keeps the focus. */
export function focusComposer(): void {
  requestAnimationFrame(() => {
    if (document.activeElement?.closest('[data-question]')) return;
    document.querySelector<HTMLTextAreaElement>('[data-composer]')?.focus();
  });
}
