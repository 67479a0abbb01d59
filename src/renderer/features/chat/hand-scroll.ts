const upKeys = ['ArrowUp', 'PageUp', 'Home'];
/** Milliseconds a swing of the wheel or finger lasts. */
const swingMs = 600;

export type HandScroll = {
  /** Whether a scroll of this moment is a person's. Others come of content that grew or shrank. */
  isByHand: (timeStamp: number) => boolean;
  stop: () => void;
};

/** Watches what a person scrolls a box by: wheel, finger, keys, the scroll bar. */
export function watchHandScroll(box: HTMLElement): HandScroll {
  const watching = new AbortController();
  const options = { passive: true, signal: watching.signal };
  let handAt = -Infinity;
  let isHeld = false;
  const note = (event: Event): void => void (handAt = event.timeStamp);
  box.addEventListener('wheel', note, options);
  box.addEventListener('touchmove', note, options);
  box.addEventListener('keydown', (event) => upKeys.includes(event.key) && note(event), options);
  // A press on the scroll bar is one on the box itself.
  box.addEventListener('pointerdown', ({ target }) => (isHeld = target === box), options);
  const letGo = (event: Event): void => {
    if (isHeld) note(event);
    isHeld = false;
  };
  window.addEventListener('pointerup', letGo, options);
  return {
    isByHand: (timeStamp) => isHeld || timeStamp - handAt < swingMs,
    stop: () => watching.abort(),
  };
}
