import { t } from '../words/words.ts';

/** A microphone or a camera that is open. `isChosen`: it is the one that was chosen, or none was. */
export type OpenDevice = { label: string; isChosen: boolean };

export function openDevice(track: MediaStreamTrack | undefined, chosenId: string): OpenDevice {
  const isChosen = chosenId === '' || track?.getSettings().deviceId === chosenId;
  return { label: track?.label ?? '', isChosen };
}

/** That another device took the place of the chosen one. `fallback` stands for a name that nobody kept. */
export function otherDevice(fallback: string, chosen: string, used: string): string {
  const missing = chosen === '' ? fallback : `“${chosen}”`;
  return used === ''
    ? t('{{missing}} is not here, and another one is used', { missing })
    : t('{{missing}} is not here; “{{used}}” is used', { missing, used });
}
