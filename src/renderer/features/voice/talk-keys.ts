import type { VoiceTrigger } from '../../../contract/voice.ts';

export type TalkKeysParts = {
  window: Pick<Window, 'addEventListener'>;
  document: Pick<Document, 'addEventListener' | 'visibilityState'>;
  trigger: () => VoiceTrigger | undefined;
  isTalking: () => boolean;
  talk: (isTalking: boolean) => unknown;
};

/** Alt and V: held while talking, or pressed once and once more, as the settings have it. Ended by what it gives. */
export function heedTalkKeys({ window, document, trigger, isTalking, talk }: TalkKeysParts): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const isHeld = (): boolean => trigger() === 'hold';
  const letGo = (): void => {
    if (isHeld() && isTalking()) talk(false);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.code !== 'KeyV' || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) talk(isHeld() || !isTalking());
  };
  const release = (event: KeyboardEvent): void => {
    if (event.code === 'KeyV' || event.key === 'Alt') letGo();
  };
  window.addEventListener('keydown', press, { signal });
  window.addEventListener('keyup', release, { signal });
  // Keys and buttons that are let go of elsewhere are told to nobody here.
  window.addEventListener('blur', letGo, { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && letGo(), { signal });
  return () => stop.abort();
}
