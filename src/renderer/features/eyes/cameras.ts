import { useEffect, useState } from 'react';
import { pageStorage } from '../chat/kept-words.ts';

const key = 'heron.camera';

/** Which camera is a matter of this browser: another one has other names for them. */
export function keptCamera(): string {
  return pageStorage()?.getItem(key) ?? '';
}

export function keepCamera(deviceId: string): void {
  pageStorage()?.setItem(key, deviceId);
}

/** The cameras that can be chosen; their names are known once one was opened. `isOpen`: whether one is. */
export function useCameras(isOpen: boolean): { deviceId: string; label: string }[] {
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
    media.addEventListener('devicechange', read);
    return () => media.removeEventListener('devicechange', read);
  }, [isOpen]);
  return devices;
}
