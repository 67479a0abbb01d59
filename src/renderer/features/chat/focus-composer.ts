/** After the next drawing, because the composer may only now be on its way to the screen. */
export function focusComposer(): void {
  requestAnimationFrame(() => document.querySelector<HTMLTextAreaElement>('[data-composer]')?.focus());
}
