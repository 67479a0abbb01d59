import { useEffect, useState } from 'react';
import { pageStorage } from '../chat/kept-words.ts';
import type { Voice } from './store.ts';

const key = 'heron.microphone';

/** Which microphone is a matter of this browser: another one has other names for them. */
export function keptMicrophone(): string {
  return pageStorage()?.getItem(key) ?? '';
}

export function keepMicrophone(deviceId: string): void {
  pageStorage()?.setItem(key, deviceId);
}

/** The microphones that can be chosen; their names are known once one was opened. */
export function useMicrophones(voice: Voice): { deviceId: string; label: string }[] {
  const [devices, setDevices] = useState<{ deviceId: string; label: string }[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (!media) return;
    const read = (): void => {
      media.enumerateDevices().then(
        (all) => setDevices(all.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')),
        () => setDevices([]),
      );
    };
    read();
    const stop = voice.state.subscribe((now, before) => {
      if (now.phase !== before.phase) read();
    });
    media.addEventListener('devicechange', read);
    return () => {
      stop();
      media.removeEventListener('devicechange', read);
    };
  }, [voice]);
  return devices;
}
