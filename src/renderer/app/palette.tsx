import {
  Activity,
  Blocks,
  Inbox,
  LayoutDashboard,
  type LucideIcon,
  MessageSquare,
  Settings,
  Sparkles,
  SquarePen,
  Square,
  SquareTerminal,
  SunMoon,
  Workflow,
} from 'lucide-react';
import { useStore } from 'zustand';
import { isUnderWay, newestFirst } from '../features/runs/summaries.ts';
import { useAction } from '../engine/use-action.ts';
import { CommandPalette, type PaletteItem } from '../ui/command-palette.tsx';
import type { CommandName } from '../../contract/shortcuts.ts';
import { beginConversation } from './begin-conversation.ts';
import type { Heron } from './heron.ts';
import { commandLabels, commandRoutes, useCommandKeys } from './commands.ts';
import { useHeron } from './heron-context.ts';
import { type Screen, settingsTabs, type SettingsTab } from './route.ts';
import type { Theme } from './theme.ts';
import { navigate } from './use-route.ts';

interface PaletteProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

const screens: { name: CommandName; screen: Screen; icon: LucideIcon; keywords?: string[] }[] = [
  { name: 'chat', screen: 'chat', icon: MessageSquare },
  { name: 'inbox', screen: 'inbox', icon: Inbox },
  { name: 'timeline', screen: 'timeline', icon: Activity },
  {
    name: 'workflows',
    screen: 'workflows',
    icon: Workflow,
    keywords: ['automation', 'canvas', 'builder', 'plans'],
  },
  { name: 'workers', screen: 'workers', icon: Blocks },
  { name: 'background', screen: 'background', icon: SquareTerminal },
  {
    name: 'dashboard',
    screen: 'dashboard',
    icon: LayoutDashboard,
    keywords: ['monitoring', 'figures', 'statistics', 'costs', 'tokens'],
  },
];

const tabWords: Partial<Record<SettingsTab, string[]>> = {
  manner: ['tone', 'verbosity', 'personality', 'profile', 'careful', 'brief'],
  keys: ['shortcuts', 'keyboard', 'bindings'],
};

function placesWith(keys: ReturnType<typeof useCommandKeys>): PaletteItem[] {
  return [
    ...screens.map(({ name, screen, ...look }) => ({
      id: screen,
      label: commandLabels[name],
      keys: keys[name],
      onSelect: () => navigate(commandRoutes[name] ?? { screen: 'chat' }),
      ...look,
    })),
    ...settingsTabs.map((tab, index) => ({
      id: `settings-${tab}`,
      label: `Go to Settings: ${tab.charAt(0).toUpperCase()}${tab.slice(1)}`,
      icon: Settings,
      keys: index === 0 ? keys.settings : undefined,
      keywords: tabWords[tab],
      onSelect: () => navigate({ screen: 'settings', tab }),
    })),
  ];
}

const nextTheme: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

export function Palette({ isOpen, onOpenChange }: PaletteProps) {
  const heron = useHeron();
  const keys = useCommandKeys();
  const theme = useStore(heron.settings.state, ({ settings }) => settings?.theme ?? 'system');
  const changeTheme = useAction('Could not change the theme', heron.settings.update);
  const showWelcome = useAction('Could not show the first start', heron.welcome.move);
  const actions: PaletteItem[] = [
    {
      id: 'new',
      label: 'New conversation',
      icon: SquarePen,
      keys: keys.newConversation,
      onSelect: beginConversation,
    },
    {
      id: 'theme',
      label: 'Toggle theme',
      hint: `to ${nextTheme[theme]}`,
      icon: SunMoon,
      keywords: ['dark', 'light', 'system', 'appearance'],
      onSelect: () => void changeTheme.run({ theme: nextTheme[theme] }),
    },
    {
      id: 'welcome',
      label: 'Show the first start again',
      icon: Sparkles,
      keywords: ['welcome', 'introduction', 'tour', 'set up', 'onboarding'],
      onSelect: () => void showWelcome.run({ isOpen: true, step: 'heron' }),
    },
  ];
  const groups = [
    { heading: 'Actions', items: [...actions, ...useStopItems(heron)] },
    { heading: 'Go to', items: placesWith(keys) },
    { heading: 'Conversations', items: useConversationItems(heron) },
    { heading: 'Workers', items: useWorkerItems(heron) },
  ];
  return (
    <CommandPalette
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      groups={groups.filter(({ items }) => items.length > 0)}
      placeholder="Search conversations and commands"
    />
  );
}

function useStopItems({ engine, runs }: Heron): PaletteItem[] {
  const summaries = useStore(runs.state, (state) => state.summaries);
  const stop = useAction('Could not stop the run', async (runId: string) => {
    await engine.client.runs.cancel({ runId });
  });
  return newestFirst(summaries)
    .filter(({ status }) => isUnderWay(status))
    .map(({ id, title }) => ({
      id: `stop-${id}`,
      label: 'Stop run',
      hint: title,
      icon: Square,
      keywords: [title, 'cancel'],
      onSelect: () => void stop.run(id),
    }));
}

function useConversationItems({ chat }: Heron): PaletteItem[] {
  const conversations = useStore(chat.state, (state) => state.conversations);
  return conversations.slice(0, 200).map(({ id, title }) => ({
    id,
    label: title,
    icon: MessageSquare,
    onSelect: () => navigate({ screen: 'chat', conversationId: id }),
  }));
}

function useWorkerItems({ workers }: Heron): PaletteItem[] {
  const list = useStore(workers.state, (state) => state.workers);
  return list.map(({ id, manifest }) => ({
    id: `worker-${id}`,
    label: manifest?.name ?? id,
    icon: Blocks,
    keywords: [id],
    onSelect: () => navigate({ screen: 'workers', workerId: id }),
  }));
}
