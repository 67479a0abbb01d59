import { useState } from 'react';
import { keepEarlyKeys, takeEarlyKeys } from './early-keys.ts';

export type PaletteState = {
  isOpen: boolean;
  /** Once asked for, it stays where it is. */
  wasOpen: boolean;
  change: (isOpen: boolean) => void;
};

export function usePaletteState(): PaletteState {
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const change = (next: boolean): void => {
    // Before anything is drawn: the next key may come sooner.
    if (next) keepEarlyKeys();
    else takeEarlyKeys();
    setIsOpen(next);
    setWasOpen(true);
  };
  return { isOpen, wasOpen, change };
}
