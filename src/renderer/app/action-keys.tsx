import { useEffect, useEffectEvent } from 'react';
import { keysOf } from '../../contract/shortcuts.ts';
import { isMac } from '../ui/key-names.ts';
import { useChangedShortcuts } from './command-keys.ts';
import { actionNames } from './action-names.ts';
import { useHeron } from './heron-context.ts';
import { useActionItems } from './palette.tsx';
import { pressedKeys } from './pressed-keys.ts';
import { useCommands } from './commands.ts';

/** Does what the palette does, by the keys that a person gave it. */
export function ActionKeys() {
  const heron = useHeron();
  const shortcuts = useChangedShortcuts();
  const items = useActionItems(heron);
  const stop = useCommands().find(({ word }) => word === 'stop');
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const keys = pressedKeys(event, isMac());
    const name = keys && actionNames.find((each) => keysOf(shortcuts, each) === keys);
    if (!name) return;
    event.preventDefault();
    if (name === 'stop') stop?.run('');
    else items.find(({ id }) => id === name)?.onSelect();
  });
  useEffect(() => {
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
  return null;
}
