import { useCallback } from 'react';
import { type Device, useDevices } from '../../app/use-devices.ts';
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
export function useMicrophones(voice: Voice): Device[] {
  const onOpened = useCallback(
    (heard: () => void) =>
      voice.state.subscribe((now, before) => {
        if (now.phase !== before.phase) heard();
      }),
    [voice],
  );
  return useDevices('audioinput', onOpened);
}
