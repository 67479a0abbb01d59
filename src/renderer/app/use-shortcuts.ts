import { useEffect, useEffectEvent } from 'react';
import { type CommandName, commandNames, keysOf } from '../../contract/shortcuts.ts';
import { isMac } from '../ui/key-names.ts';
import { actionNames } from './action-names.ts';
import { beginConversation } from './begin-conversation.ts';
import { commandRoutes, useChangedShortcuts } from './command-keys.ts';
import { pressedKeys } from './pressed-keys.ts';
import { goToScreen } from './use-route.ts';

/** Actions that were given keys are left to who does them, and so is talking, which may be held. */
const ownNames = commandNames.filter((name) => !actionNames.includes(name) && name !== 'talk');

export function useShortcuts(togglePalette: () => void): void {
  const shortcuts = useChangedShortcuts();
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const keys = pressedKeys(event, isMac());
    const name = keys && ownNames.find((each) => keysOf(shortcuts, each) === keys);
    if (!name) return;
    event.preventDefault();
    act(name, togglePalette);
  });
  useEffect(() => {
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
}

function act(name: CommandName, togglePalette: () => void): void {
  if (name === 'palette') return togglePalette();
  if (name === 'newConversation') return beginConversation();
  const route = commandRoutes[name];
  if (route) goToScreen(route);
}
