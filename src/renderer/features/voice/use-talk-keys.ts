import { keysOf } from '../../../contract/shortcuts.ts';
import { useChangedShortcuts } from '../../app/command-keys.ts';
import { isMac, keysInText } from '../../ui/key-names.ts';

/** The keys to talk as a sentence has them; empty where somebody took them away. */
export function useTalkKeys(): string {
  const keys = keysOf(useChangedShortcuts(), 'talk');
  return keys === '' ? '' : keysInText(keys, isMac());
}
