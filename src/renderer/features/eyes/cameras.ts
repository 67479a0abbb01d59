import { useEffect, useState } from 'react';
import { pageStorage } from '../chat/kept-words.ts';
import type { Eyes } from './store.ts';

const key = 'heron.camera';

/** Which camera is a matter of this browser: another one has other names for them. */
export function keptCamera(): string {
  return pageStorage()?.getItem(key) ?? '';
}

export function keepCamera(deviceId: string): void {
  pageStorage()?.setItem(key, deviceId);
}

/** The cameras that can be chosen; their names are known once one was opened. */
export function useCameras(eyes: Pick<Eyes, 'state'>): { deviceId: string; label: string }[] {
  const [devices, setDevices] = useState<{ deviceId: string; label: string }[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (!media) return;
    const read = (): void => {
      media.enumerateDevices().then(
        (all) => setDevices(all.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')),
        () => setDevices([]),
      );
    };
    read();
    const stop = eyes.state.subscribe((now, before) => {
      if (now.camera.phase !== before.camera.phase) read();
    });
    media.addEventListener('devicechange', read);
    return () => {
      stop();
      media.removeEventListener('devicechange', read);
    };
  }, [eyes]);
  return devices;
}
