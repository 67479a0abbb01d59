import {
  Activity,
  Blocks,
  Brain,
  CalendarClock,
  Inbox,
  LayoutDashboard,
  type LucideIcon,
  MessageSquare,
  MessageSquarePlus,
  Settings,
  Square,
  SquareTerminal,
  Workflow,
} from 'lucide-react';
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import { focusComposer } from '../features/chat/focus-composer.ts';
import { newThread } from '../features/chat/store.ts';
import { isUnderWay, newestFirst } from '../features/runs/summaries.ts';
import { useAction } from '../engine/use-action.ts';
import { useQuery } from '../engine/use-query.ts';
import { CommandPalette, type PaletteItem } from '../ui/command-palette.tsx';
import type { CommandName } from '../../contract/shortcuts.ts';
import { beginConversation } from './begin-conversation.ts';
import { type Command, useCommands } from './commands.ts';
import { takeEarlyKeys } from './early-keys.ts';
import type { Heron } from './heron.ts';
import { commandLabels, commandRoutes, useCommandKeys } from './command-keys.ts';
import { useHeron } from './heron-context.ts';
import { useChoiceItems, useFound } from './palette-found.ts';
import { memoryItems, useRunItems, useThingItems } from './palette-things.ts';
import { type Screen, settingsTabs, type SettingsTab } from './route.ts';
import { currentRoute, navigate } from './use-route.ts';
import { t } from '../../words/words.ts';

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
  {
    name: 'schedules',
    screen: 'schedules',
    icon: CalendarClock,
    keywords: ['cron', 'triggers', 'timer', 'reminders', 'automation'],
  },
  { name: 'memory', screen: 'memory', icon: Brain, keywords: ['remember', 'facts', 'about you', 'user', 'files'] },
  { name: 'workers', screen: 'workers', icon: Blocks },
  { name: 'background', screen: 'background', icon: SquareTerminal },
  {
    name: 'dashboard',
    screen: 'dashboard',
    icon: LayoutDashboard,
    keywords: ['monitoring', 'figures', 'statistics', 'costs', 'tokens'],
  },
];

const tabNames = (): Record<SettingsTab, string> => ({
  general: t('General'),
  models: t('Models'),
  spending: t('Spending'),
  manner: t('Manner'),
  prompts: t('Prompts and agents'),
  permissions: t('Permissions'),
  secrets: t('Secrets'),
  mcp: t('MCP servers'),
  work: t('Work'),
  data: t('Data'),
  voice: t('Voice'),
  eyes: t('Screen and camera'),
  webhooks: t('Webhooks'),
  keys: t('Keys'),
  logs: t('Logs'),
});

const tabWords: Partial<Record<SettingsTab, string[]>> = {
  manner: ['tone', 'verbosity', 'personality', 'profile', 'careful', 'brief'],
  spending: ['limits', 'budget', 'costs', 'tokens', 'money', 'failover', 'usage'],
  general: ['theme', 'dark', 'light', 'tips', 'updates', 'start at login', 'pause', 'traces', 'version'],
  prompts: ['agents', 'prompt pack', 'persona', 'steps', 'time limit'],
  work: ['queue', 'messages that wait', 'replies', 'channels', 'concurrency', 'parallel', 'containers', 'processes'],
  data: ['history', 'retention', 'storage', 'files', 'durability', 'clean up'],
  keys: ['shortcuts', 'keyboard', 'bindings'],
};

function placesWith(keys: ReturnType<typeof useCommandKeys>): PaletteItem[] {
  return [
    ...screens.map(({ name, screen, ...look }) => ({
      id: screen,
      label: commandLabels()[name],
      keys: keys[name],
      onSelect: () => navigate(commandRoutes[name] ?? { screen: 'chat' }),
      ...look,
    })),
    ...settingsTabs.map((tab, index) => ({
      id: `settings-${tab}`,
      label: t('Go to Settings: {{part}}', { part: tabNames()[tab] }),
      icon: Settings,
      keys: index === 0 ? keys.settings : undefined,
      keywords: tabWords[tab],
      onSelect: () => navigate({ screen: 'settings', tab }),
    })),
  ];
}

export function Palette({ isOpen, onOpenChange }: PaletteProps) {
  const heron = useHeron();
  const keys = useCommandKeys();
  const [typed, setTyped] = useState('');
  const actions = useActionItems(heron);
  const conversations = useConversationItems(heron);
  const runs = useRunItems(heron);
  const found = useFound(heron, isOpen ? typed : '');
  const groups = [
    { heading: t('Actions'), items: [...actions, ...useStopItems(heron), ...useChoiceItems(heron, isOpen)] },
    { heading: t('Go to'), items: [...placesWith(keys), ...memoryItems()] },
    { heading: t('Conversations'), items: withFound(conversations, found.conversations) },
    { heading: t('Workflows'), items: useKeptItems(heron, isOpen) },
    { heading: t('Workers'), items: useWorkerItems(heron) },
    { heading: t('Runs'), items: withFound(runs, found.runs) },
  ];
  return (
    <CommandPalette
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      groups={groups.filter(({ items }) => items.length > 0)}
      placeholder={t('Search conversations and commands')}
      takeWords={takeEarlyKeys}
      onSearch={setTyped}
      otherwise={(words) => sayingOf(words, heron)}
    />
  );
}

/** What was found says where the words are, also of what is listed anyway. */
function withFound(listed: PaletteItem[], found: PaletteItem[]): PaletteItem[] {
  const ids = new Set(found.map(({ id }) => id));
  return [...listed.filter(({ id }) => !ids.has(id)), ...found];
}

/** What can be done by name. */
export function useActionItems(heron: Heron): PaletteItem[] {
  const commands = useCommands()
    // Each run under way has an entry of its own.
    .filter(({ word }) => word !== 'stop')
    .map((command) => paletteItem(command, heron));
  return [...commands, ...useThingItems(heron)];
}

/** Any words can be the beginning of a conversation; they are sent when the person says so. */
function sayingOf(words: string, { chat }: Heron): PaletteItem {
  const begin = (): void => {
    const before = chat.state.getState().drafts[newThread] ?? '';
    chat.setDraft(newThread, before.trim() === '' ? words : `${before} ${words}`);
    beginConversation();
  };
  return { id: 'say-it', label: t('Say “{{words}}” to Heron', { words }), icon: MessageSquarePlus, onSelect: begin };
}

/** A command that needs more words is begun where messages are written. */
function paletteItem({ word, argument, run, ...shown }: Command, { chat }: Heron): PaletteItem {
  const begin = (): void => {
    const route = currentRoute();
    const thread = (route.screen === 'chat' ? route.conversationId : undefined) ?? newThread;
    if (route.screen !== 'chat') navigate({ screen: 'chat' });
    chat.setDraft(thread, `/${word} `);
    focusComposer();
  };
  return { ...shown, id: word, onSelect: argument?.isNeeded ? begin : () => run('') };
}

function useStopItems({ engine, runs }: Heron): PaletteItem[] {
  const summaries = useStore(runs.state, (state) => state.summaries);
  const stop = useAction(t('Could not stop the run'), async (runId: string) => {
    await engine.client.runs.cancel({ runId });
  });
  return newestFirst(summaries)
    .filter(({ status }) => isUnderWay(status))
    .map(({ id, title }) => ({
      id: `stop-${id}`,
      label: t('Stop run'),
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

/** Workflows and schedules, read when the palette is opened. */
function useKeptItems({ engine }: Heron, isOpen: boolean): PaletteItem[] {
  const load = useCallback(async () => {
    if (!isOpen) return [];
    const [workflows, schedules] = await Promise.all([engine.client.workflows.list(), engine.client.schedules.list()]);
    return [
      ...workflows.map(({ id, title }) => ({
        ...{ id, label: title, icon: Workflow, keywords: ['workflow'] },
        onSelect: () => navigate({ screen: 'workflows', workflowId: id }),
      })),
      ...schedules.map(({ id, title, words }) => ({
        ...{ id, label: title, hint: words, icon: CalendarClock, keywords: ['schedule'] },
        onSelect: () => navigate({ screen: 'schedules', scheduleId: id }),
      })),
    ];
  }, [engine, isOpen]);
  return useQuery(engine.state, load).data ?? none;
}

const none: PaletteItem[] = [];

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
