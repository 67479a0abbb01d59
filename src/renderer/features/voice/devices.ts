import { useCallback } from 'react';
import { type Device, useDevices } from '../../app/use-devices.ts';
import { pageStorage } from '../chat/kept-words.ts';
import type { Voice } from './store.ts';

const key = 'heron.microphone';
const nameKey = 'heron.microphone.name';

/** Which microphone is a matter of this browser: another one has other names for them. */
export function keptMicrophone(): string {
  return pageStorage()?.getItem(key) ?? '';
}

/** What it is called, for when it is gone. */
export function keptMicrophoneName(): string {
  return pageStorage()?.getItem(nameKey) ?? '';
}

export function keepMicrophone({ deviceId, label }: Device): void {
  pageStorage()?.setItem(key, deviceId);
  pageStorage()?.setItem(nameKey, label);
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
