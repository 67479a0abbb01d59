import {
  Activity,
  Blocks,
  Brain,
  CalendarClock,
  FileArchive,
  KeyRound,
  Mic,
  Pause,
  Play,
  Plug,
  Workflow,
} from 'lucide-react';
import { useStore } from 'zustand';
import { promptFileNames } from '../../contract/prompts.ts';
import { useAction } from '../engine/use-action.ts';
import { aboutFiles } from '../features/memory/memory-files.ts';
import { newestFirst } from '../features/runs/summaries.ts';
import { useWorkflowActions } from '../features/workflows/use-workflow-actions.ts';
import type { PaletteItem } from '../ui/command-palette.tsx';
import { t } from '../../words/words.ts';
import { useCommandKeys } from './command-keys.ts';
import type { Heron } from './heron.ts';
import { navigate } from './use-route.ts';
import { wantDialog } from './wanted-dialog.ts';

const mostRuns = 100;

/** What is switched or begun, wherever one is. */
export function useThingItems({ engine, settings }: Heron): PaletteItem[] {
  const isPaused = useStore(settings.state, (state) => state.settings?.paused === true);
  const isListening = useStore(settings.state, (state) => state.settings?.voice.isOn === true);
  const pause = useAction(isPaused ? t('Could not go on') : t('Could not pause'), settings.update);
  const listen = useAction(t('Could not change the microphone'), settings.update);
  const { create } = useWorkflowActions(engine.client);
  const keys = useCommandKeys();
  return [
    {
      ...{ id: 'pause', label: isPaused ? t('Go on with everything') : t('Pause everything') },
      ...{ icon: isPaused ? Play : Pause, keywords: ['stop', 'resume', 'hold', 'halt'] },
      ...{ keys: keys.pause, onSelect: () => void pause.run({ paused: !isPaused }) },
    },
    {
      ...{ id: 'listen', label: isListening ? t('Turn the microphone off') : t('Talk to Heron') },
      ...{ icon: Mic, keywords: ['voice', 'listen', 'wake', 'speak', 'privacy', 'mute'] },
      onSelect: () => void listen.run({ voice: { isOn: !isListening } }),
    },
    {
      ...{ id: 'new-workflow', label: t('New workflow'), icon: Workflow, keywords: ['build', 'canvas', 'automation'] },
      keys: keys['new-workflow'],
      onSelect: () => void create.run({ version: 1, title: t('New workflow'), tasks: [] }),
    },
    {
      ...{ id: 'new-schedule', label: t('New schedule'), icon: CalendarClock, keywords: ['cron', 'every', 'remind'] },
      keys: keys['new-schedule'],
      onSelect: () => wantDialog('new-schedule'),
    },
    {
      ...{ id: 'install-worker', label: t('Install a worker'), icon: Blocks, keywords: ['add', 'plugin', 'git'] },
      onSelect: () => wantDialog('install-worker'),
    },
    {
      ...{
        id: 'report',
        label: t('Export a report'),
        icon: FileArchive,
        keywords: ['logs', 'bundle', 'help', 'crash'],
      },
      keys: keys.report,
      onSelect: () => wantDialog('report'),
    },
    {
      ...{ id: 'add-secret', label: t('Add a secret'), icon: KeyRound, keywords: ['password', 'token', 'key'] },
      onSelect: () => wantDialog('add-secret'),
    },
    {
      ...{ id: 'add-mcp-server', label: t('Add an MCP server'), icon: Plug, keywords: ['tools', 'connect'] },
      onSelect: () => wantDialog('add-mcp-server'),
    },
  ];
}

export function useRunItems({ runs }: Heron): PaletteItem[] {
  const summaries = useStore(runs.state, (state) => state.summaries);
  return newestFirst(summaries)
    .slice(0, mostRuns)
    .map(({ id, title }) => ({
      ...{ id: `run-${id}`, label: title, hint: t('on the timeline'), icon: Activity, keywords: ['run'] },
      onSelect: () => navigate({ screen: 'timeline', runId: id }),
    }));
}

export function memoryItems(): PaletteItem[] {
  const about = aboutFiles();
  return promptFileNames.map((file) => ({
    ...{ id: `memory-${file}`, label: t('Memory: {{title}}', { title: about[file].title }), icon: Brain },
    ...{ keywords: [file, about[file].hint] },
    onSelect: () => navigate({ screen: 'memory', file }),
  }));
}
