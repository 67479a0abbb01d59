import { useStore } from 'zustand';
import { CommandName, keysOf, type Shortcuts } from '../../contract/shortcuts.ts';
import { useHeron } from './heron-context.ts';
import type { Route } from './route.ts';

/** What each command is called where its keys are shown. */
export const commandLabels: Record<CommandName, string> = {
  palette: 'Search and commands',
  newConversation: 'New conversation',
  chat: 'Go to Chat',
  inbox: 'Go to Inbox',
  timeline: 'Go to Timeline',
  workflows: 'Go to Workflows',
  schedules: 'Go to Schedules',
  memory: 'Go to Memory',
  workers: 'Go to Workers',
  background: 'Go to Background',
  dashboard: 'Go to Dashboard',
  settings: 'Go to Settings',
};

/** Where those that go somewhere go. */
export const commandRoutes: Partial<Record<CommandName, Route>> = {
  chat: { screen: 'chat' },
  inbox: { screen: 'inbox' },
  timeline: { screen: 'timeline' },
  workflows: { screen: 'workflows' },
  schedules: { screen: 'schedules' },
  memory: { screen: 'memory' },
  workers: { screen: 'workers' },
  background: { screen: 'background' },
  dashboard: { screen: 'dashboard' },
  settings: { screen: 'settings' },
};

const none: Shortcuts = {};

export function useChangedShortcuts(): Shortcuts {
  const { settings } = useHeron();
  return useStore(settings.state, (state) => state.settings?.shortcuts) ?? none;
}

/** The keys of each command, as they are now; none where somebody took them away. */
export function useCommandKeys(): Record<CommandName, string | undefined> {
  const shortcuts = useChangedShortcuts();
  return Object.fromEntries(CommandName.options.map((name) => [name, keysOf(shortcuts, name) || undefined])) as Record<
    CommandName,
    string | undefined
  >;
}
