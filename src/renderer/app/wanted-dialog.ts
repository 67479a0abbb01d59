import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { navigate } from './use-route.ts';
import type { Route } from './route.ts';

/** Dialogs of a screen that can be opened from elsewhere. */
export type WantedDialog = 'install-worker' | 'new-schedule' | 'add-secret' | 'add-mcp-server' | 'report';

const places: Record<WantedDialog, Route> = {
  'install-worker': { screen: 'workers' },
  'new-schedule': { screen: 'schedules' },
  'add-secret': { screen: 'settings', tab: 'secrets' },
  report: { screen: 'settings', tab: 'logs' },
  'add-mcp-server': { screen: 'settings', tab: 'mcp' },
};

const wanted = createStore<{ dialog: WantedDialog | undefined }>(() => ({ dialog: undefined }));

/** Goes to the screen that has the dialog, and opens it there. */
export function wantDialog(dialog: WantedDialog): void {
  navigate(places[dialog]);
  wanted.setState({ dialog });
}

/** Whether a screen's dialog is open, as `useState` would have it; one at a time is. */
export function useWantedDialog(dialog: WantedDialog): [boolean, (isOpen: boolean) => void] {
  const isOpen = useStore(wanted, (state) => state.dialog === dialog);
  return [isOpen, (next) => wanted.setState({ dialog: next ? dialog : undefined })];
}
