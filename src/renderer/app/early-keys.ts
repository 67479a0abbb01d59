/** A palette that cannot be loaded gives the keys back. */
const longestWaitMs = 3000;

const oneLetter = /^.$/u;

let typed = '';
let giveBack: (() => void) | undefined;

/** From now on what is typed is kept for a field that is not there yet: the first opening of the palette takes longer than a quick hand. */
export function keepEarlyKeys(): void {
  takeEarlyKeys();
  window.addEventListener('keydown', keep, { capture: true });
  const timer = setTimeout(() => takeEarlyKeys(), longestWaitMs);
  giveBack = () => {
    clearTimeout(timer);
    window.removeEventListener('keydown', keep, { capture: true });
  };
}

/** What was typed since; the keys go where the focus is again. */
export function takeEarlyKeys(): string {
  giveBack?.();
  giveBack = undefined;
  const words = typed;
  typed = '';
  return words;
}

function keep(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === 'Backspace') typed = typed.slice(0, -1);
  else if (oneLetter.test(event.key)) typed += event.key;
  else return;
  event.preventDefault();
  event.stopPropagation();
}
