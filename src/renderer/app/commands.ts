import {
  CircleHelp,
  ListChecks,
  Play,
  Settings,
  ShieldAlert,
  Sparkles,
  Square,
  SquarePen,
  SunMoon,
  Undo2,
} from 'lucide-react';
import { useStore } from 'zustand';
import { elevatedModes } from '../../contract/policy.ts';
import { useAction } from '../engine/use-action.ts';
import { newThread } from '../features/chat/store.ts';
import { useSayIn } from '../features/chat/use-say-in.ts';
import { askToUndo } from '../features/runs/undo-request.ts';
import { isUnderWay, newestFirst } from '../features/runs/summaries.ts';
import { useStop } from '../features/runs/use-stop.ts';
import { useLayOutPlan } from '../features/plan-files/use-lay-out-plan.ts';
import { runningPlan } from '../features/templates/run-arguments.ts';
import { showToast } from '../ui/toast-store.ts';
import { beginConversation } from './begin-conversation.ts';
import type { Command } from './command.ts';
import { useCommandKeys } from './command-keys.ts';
import { useConversationCommands } from './conversation-commands.ts';
import { useContextCommands } from './context-commands.ts';
import { usePromptCommands } from './prompt-commands.ts';
import { useHeron } from './heron-context.ts';
import type { Theme } from './theme.ts';
import { currentRoute, navigate } from './use-route.ts';
import { t } from '../../words/words.ts';

export type { Command } from './command.ts';

const nextTheme: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const themeName = (theme: Theme): string =>
  ({ system: t('as the system has it'), light: t('light'), dark: t('dark') })[theme];
const modes = elevatedModes;

/** Those that have to do with how Heron is, not with the conversation. */
function useGeneralCommands(say: (text: string) => void): Command[] {
  const { welcome } = useHeron();
  const showWelcome = useAction(t('Could not show the first start'), welcome.move);
  const { theme, changeTheme } = useTheme();
  return [
    {
      ...{ word: 'elevated', label: t('What is asked in this conversation'), icon: ShieldAlert },
      argument: { words: modes.join(', '), options: modes },
      run: (mode) => say(`/elevated ${mode}`.trim()),
    },
    {
      ...{
        word: 'theme',
        label: t('Toggle theme'),
        hint: t('to {{theme}}', { theme: themeName(nextTheme[theme]) }),
        icon: SunMoon,
      },
      keywords: ['dark', 'light', 'system', 'appearance'],
      run: () => void changeTheme.run({ theme: nextTheme[theme] }),
    },
    {
      ...{ word: 'welcome', label: t('Show the first start again'), icon: Sparkles },
      keywords: ['introduction', 'tour', 'set up', 'onboarding'],
      run: () => void showWelcome.run({ isOpen: true, step: 'heron' }),
    },
    {
      ...{ word: 'help', label: t('What can you do'), icon: CircleHelp, keywords: ['examples', 'commands'] },
      run: () => say('what can you do'),
    },
  ];
}

/** All commands there are. */
export function useCommands(): Command[] {
  const keys = useCommandKeys();
  const layOut = useLayOutPlan();
  const sayIn = useSayIn();
  const say = (text: string): void => void sayIn(hereId(), text);
  const { stop, undo, runTemplate } = useRunCommands();
  const chooseModel = useChooseModel();
  return [
    {
      ...{ word: 'new', label: t('New conversation'), icon: SquarePen, keys: keys.newConversation },
      run: beginConversation,
    },
    {
      ...{ word: 'plan', label: t('Show the plan of a sentence'), hint: t('and run nothing'), icon: ListChecks },
      argument: { words: 'sentence', isNeeded: true },
      run: (sentence) => void layOut.run(sentence),
    },
    {
      ...{ word: 'run', label: t('Run a template'), icon: Play, keywords: ['start', 'workflow'] },
      argument: { words: 'template', isNeeded: true },
      run: (text) => void runTemplate.run(text),
    },
    {
      ...{ word: 'stop', label: t('Stop what runs here'), icon: Square, keywords: ['cancel'] },
      ...{ keys: keys.stop, run: stop },
    },
    {
      ...{ word: 'undo', label: t('Undo the last plan here'), icon: Undo2, keywords: ['back', 'revert'] },
      ...{ keys: keys.undo, run: undo },
    },
    ...useConversationCommands(hereId),
    {
      ...{ word: 'model', label: t('Choose the model'), icon: Settings, keywords: ['provider', 'key'] },
      keys: keys.model,
      ...{ hint: t('of this conversation'), argument: { words: t('model, or usual') }, run: chooseModel },
    },
    ...useContextCommands(hereId),
    ...useGeneralCommands(say),
    ...usePromptCommands(hereId),
  ];
}

function useTheme() {
  const { settings } = useHeron();
  return {
    theme: useStore(settings.state, (state) => state.settings?.theme ?? 'system'),
    changeTheme: useAction(t('Could not change the theme'), settings.update),
  };
}

/** With no name, all about models. */
function useChooseModel(): (name: string) => void {
  const { chat } = useHeron();
  const choose = useAction(t('Could not choose the model'), async (name: string) => {
    const model = name.toLowerCase() === 'usual' ? undefined : name;
    await chat.chooseModel(hereId() ?? newThread, model);
    showToast({
      title:
        model === undefined
          ? t('The usual model answers here again')
          : t('{{model}} answers here from now on', { model }),
    });
  });
  return (name) => {
    if (name === '') navigate({ screen: 'settings', tab: 'models' });
    else void choose.run(name);
  };
}

function useRunCommands() {
  const { engine, runs } = useHeron();
  const stopping = useStop();
  const here = () =>
    newestFirst(runs.state.getState().summaries).filter(({ conversationId }) => conversationId === hereId());
  return {
    stop: () => {
      const running = here().find(({ status }) => isUnderWay(status));
      if (running) void stopping.run(running.id);
      else showToast({ title: t('Nothing runs here') });
    },
    undo: () => {
      const [last] = here();
      if (last && !isUnderWay(last.status)) askToUndo(last.id);
      else
        showToast({
          title: last ? t('It still runs: stop it first') : t('Nothing was done here that could be undone'),
        });
    },
    runTemplate: useAction(t('Could not run the template'), async (text: string) => {
      const conversationId = hereId();
      const plan = await runningPlan(text, engine.client.templates);
      const { runId } = await engine.client.runs.start({ plan, ...(conversationId ? { conversationId } : {}) });
      if (!conversationId) navigate({ screen: 'timeline', runId });
    }),
  };
}

/** The conversation on the screen. */
function hereId(): string | undefined {
  const route = currentRoute();
  return route.screen === 'chat' ? route.conversationId : undefined;
}
