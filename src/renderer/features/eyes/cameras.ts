import { useCallback } from 'react';
import { type Device, useDevices } from '../../app/use-devices.ts';
import { pageStorage } from '../chat/kept-words.ts';
import type { Eyes } from './store.ts';

const key = 'heron.camera';
const nameKey = 'heron.camera.name';

/** Which camera is a matter of this browser: another one has other names for them. */
export function keptCamera(): string {
  return pageStorage()?.getItem(key) ?? '';
}

/** What it is called, for when it is gone. */
export function keptCameraName(): string {
  return pageStorage()?.getItem(nameKey) ?? '';
}

export function keepCamera({ deviceId, label }: Device): void {
  pageStorage()?.setItem(key, deviceId);
  pageStorage()?.setItem(nameKey, label);
}

/** The cameras that can be chosen; their names are known once one was opened. */
export function useCameras(eyes: Pick<Eyes, 'state'>): Device[] {
  const onOpened = useCallback(
    (heard: () => void) =>
      eyes.state.subscribe((now, before) => {
        if (now.camera.phase !== before.camera.phase) heard();
      }),
    [eyes],
  );
  return useDevices('videoinput', onOpened);
}
