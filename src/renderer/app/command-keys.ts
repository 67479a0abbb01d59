import { useStore } from 'zustand';
import { type CommandName, commandNames, keysOf, type Shortcuts } from '../../contract/shortcuts.ts';
import { useHeron } from './heron-context.ts';
import type { Route } from './route.ts';
import { t } from '../../words/words.ts';

/** What each command is called where its keys are shown. */
export const commandLabels = (): Record<CommandName, string> => ({
  palette: t('Search and commands'),
  newConversation: t('New conversation'),
  chat: t('Go to Chat'),
  inbox: t('Go to Inbox'),
  timeline: t('Go to Timeline'),
  workflows: t('Go to Workflows'),
  schedules: t('Go to Schedules'),
  memory: t('Go to Memory'),
  workers: t('Go to Workers'),
  background: t('Go to Background'),
  dashboard: t('Go to Dashboard'),
  settings: t('Go to Settings'),
  stop: t('Stop what runs here'),
  undo: t('Undo the last plan here'),
  rename: t('Rename this conversation'),
  export: t('Export this conversation'),
  model: t('Choose the model'),
  manner: t('Choose the manner'),
  'new-workflow': t('New workflow'),
  'new-schedule': t('New schedule'),
  pause: t('Pause everything, or go on'),
  report: t('Export a report'),
  talk: t('Talk, or be silent'),
});

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
  return Object.fromEntries(commandNames.map((name) => [name, keysOf(shortcuts, name) || undefined])) as Record<
    CommandName,
    string | undefined
  >;
}
