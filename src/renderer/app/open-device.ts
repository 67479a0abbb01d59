import { t } from '../../words/words.ts';

/** A microphone or a camera that is open. `isChosen`: it is the one that was chosen, or none was. */
export type OpenDevice = { label: string; isChosen: boolean };

export function openDevice(track: MediaStreamTrack | undefined, chosenId: string): OpenDevice {
  const isChosen = chosenId === '' || track?.getSettings().deviceId === chosenId;
  return { label: track?.label ?? '', isChosen };
}

const absent = new Set(['OverconstrainedError', 'NotFoundError']);

/** The chosen device, or the system's own choice where it is not here: a device that is gone is no reason to see or hear nothing. */
export async function openChosen(
  deviceId: string,
  open: (device: { deviceId?: { exact: string } }) => Promise<MediaStream>,
): Promise<MediaStream> {
  if (deviceId === '') return open({});
  try {
    return await open({ deviceId: { exact: deviceId } });
  } catch (error) {
    if (error instanceof Error && absent.has(error.name)) return open({});
    throw error;
  }
}

/** That another device took the place of the chosen one. `fallback` stands for a name that nobody kept. */
export function otherDevice(fallback: string, chosen: string, used: string): string {
  const missing = chosen === '' ? fallback : `“${chosen}”`;
  return used === ''
    ? t('{{missing}} is not here, and another one is used', { missing })
    : t('{{missing}} is not here; “{{used}}” is used', { missing, used });
}
