import { useEffect, useEffectEvent } from 'react';
import { isMac } from '../ui/key-names.ts';
import type { Route } from './route.ts';
import { beginConversation } from './begin-conversation.ts';
import { goToScreen } from './use-route.ts';

export const screenRoutes: Route[] = [
  { screen: 'chat' },
  { screen: 'inbox' },
  { screen: 'timeline' },
  { screen: 'workflows' },
  { screen: 'workers' },
  { screen: 'background' },
  { screen: 'dashboard' },
  { screen: 'settings', tab: 'general' },
];

/** Mod is Command on a Mac and Control elsewhere. */
export function useShortcuts(togglePalette: () => void): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    const isMod = isMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    if (!isMod || event.altKey || event.shiftKey || event.defaultPrevented) return;
    const act = actionOf(event.key.toLowerCase(), togglePalette);
    if (!act) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
}

function actionOf(key: string, togglePalette: () => void): (() => void) | undefined {
  if (key === 'k') return togglePalette;
  if (key === 'n') return beginConversation;
  const route = /^[1-8]$/.test(key) ? screenRoutes[Number(key) - 1] : undefined;
  return route && (() => goToScreen(route));
}
