export const overlay =
  'fixed inset-0 z-40 bg-scrim data-[state=closed]:animate-fade-out data-[state=open]:animate-fade-in';

export const dialogPanel =
  'fixed inset-4 z-40 m-auto flex h-fit max-h-[calc(100dvh-2rem)] flex-col rounded-xl bg-raised shadow-overlay outline-none ' +
  'data-[state=closed]:animate-pop-out data-[state=open]:animate-pop-in';

export const floatingPanel =
  'z-50 rounded-lg bg-raised shadow-overlay data-[state=closed]:animate-pop-out data-[state=open]:animate-pop-in';

/** A toast lies outside every dialog; to click it is no wish to close the dialog. */
export function keepOpenForToasts(event: Event): void {
  if (event.target instanceof Element && event.target.closest('[data-toast-region]')) event.preventDefault();
}
