import type { VoiceTrigger } from '../../../contract/voice.ts';
import { pressedKeys } from '../../app/pressed-keys.ts';
import { isMac } from '../../ui/key-names.ts';

export type TalkKeysParts = {
  /** As the settings write them; empty: none. */
  keys: () => string;
  window: Pick<Window, 'addEventListener'>;
  document: Pick<Document, 'addEventListener' | 'visibilityState'>;
  trigger: () => VoiceTrigger | undefined;
  isTalking: () => boolean;
  talk: (isTalking: boolean) => unknown;
};

const modifiers = new Set(['Alt', 'Control', 'Meta', 'Shift']);

/** The keys to talk: held while talking, or pressed once and once more, as the settings have it. Ended by what it gives. */
export function heedTalkKeys({ window, document, keys, trigger, isTalking, talk }: TalkKeysParts): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let down: string | undefined;
  const isHeld = (): boolean => trigger() === 'hold';
  const letGo = (): void => {
    if (isHeld() && isTalking()) talk(false);
  };
  const press = (event: KeyboardEvent): void => {
    if (keys() === '' || pressedKeys(event, isMac()) !== keys()) return;
    down = event.code;
    event.preventDefault();
    if (!event.repeat) talk(isHeld() || !isTalking());
  };
  const release = (event: KeyboardEvent): void => {
    if (event.code === down || modifiers.has(event.key)) letGo();
  };
  window.addEventListener('keydown', press, { signal });
  window.addEventListener('keyup', release, { signal });
  // Keys and buttons that are let go of elsewhere are told to nobody here.
  window.addEventListener('blur', letGo, { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && letGo(), { signal });
  return () => stop.abort();
}
