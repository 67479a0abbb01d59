import { useEffect, useState } from 'react';

export type Device = { deviceId: string; label: string };

/** The devices of a kind that can be chosen. Their names are known once one was opened, which `onOpened` hears; it must keep its identity. */
export function useDevices(kind: MediaDeviceKind, onOpened: (heard: () => void) => () => void): Device[] {
  const [devices, setDevices] = useState<Device[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (!media) return;
    const read = (): void => {
      media.enumerateDevices().then(
        (all) => setDevices(all.filter((one) => one.kind === kind && one.deviceId !== '')),
        () => setDevices([]),
      );
    };
    read();
    const stop = onOpened(read);
    media.addEventListener('devicechange', read);
    return () => {
      stop();
      media.removeEventListener('devicechange', read);
    };
  }, [kind, onOpened]);
  return devices;
}
