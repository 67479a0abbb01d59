import { Activity, Brain, MessageSquare, Play, UserRoundPen } from 'lucide-react';
import { useCallback } from 'react';
import { useStore } from 'zustand';
import { mannersOf, usualManners } from '../../contract/manners.ts';
import { useAction } from '../engine/use-action.ts';
import { useQuery } from '../engine/use-query.ts';
import { newThread } from '../features/chat/store.ts';
import { useChooseManner } from '../features/chat/use-choose-manner.ts';
import type { PaletteItem } from '../ui/command-palette.tsx';
import { t } from '../../words/words.ts';
import type { Heron } from './heron.ts';
import { currentRoute, navigate } from './use-route.ts';
import { useSettledText } from './use-settled-text.ts';

const mostFound = 50;
const none: { conversations: PaletteItem[]; runs: PaletteItem[] } = { conversations: [], runs: [] };

/** Conversations and runs that the engine finds by what was typed, however long ago they were. */
export function useFound({ engine }: Heron, typed: string): typeof none {
  const words = useSettledText(typed.trim());
  const load = useCallback(async () => {
    if (words.length < 2) return none;
    const [conversations, runs] = await Promise.all([
      engine.client.conversations.search({ query: words.slice(0, 200) }),
      engine.client.runs.list({ words: words.slice(0, 200), limit: mostFound }),
    ]);
    return {
      conversations: conversations.slice(0, mostFound).map(({ conversation: { id, title }, excerpts: [excerpt] }) => ({
        ...{ id, label: title, icon: MessageSquare, keywords: [words] },
        ...(excerpt ? { hint: `${excerpt.before}${excerpt.found}${excerpt.after}` } : {}),
        onSelect: () => navigate({ screen: 'chat', conversationId: id }),
      })),
      runs: runs.map(({ id, title }) => ({
        ...{ id: `run-${id}`, label: title, hint: t('on the timeline'), icon: Activity, keywords: [words] },
        onSelect: () => navigate({ screen: 'timeline', runId: id }),
      })),
    };
  }, [engine, words]);
  return useQuery(engine.state, load).data ?? none;
}

/** One entry for each model that a conversation can be given, for each manner, and for each workflow that can be run. */
export function useChoiceItems({ engine, chat, settings }: Heron, isOpen: boolean): PaletteItem[] {
  const manners = useStore(settings.state, (state) => state.settings?.manner ?? usualManners);
  const folder = useStore(chat.state, ({ threads }) => threads[hereId() ?? newThread]?.conversation?.folder);
  const chooseManner = useChooseManner(folder);
  const chooseModel = useAction(t('Could not choose the model'), chat.chooseModel);
  const run = useAction(t('Could not run the workflow'), async (workflowId: string) => {
    const { runId } = await engine.client.workflows.run({ workflowId });
    navigate({ screen: 'timeline', runId });
  });
  const load = useCallback(async () => {
    if (!isOpen) return undefined;
    const [models, workflows] = await Promise.all([
      engine.client.spending.options({}),
      engine.client.workflows.list({}),
    ]);
    return { models, workflows };
  }, [engine, isOpen]);
  const { models = [], workflows = [] } = useQuery(engine.state, load).data ?? {};
  return [
    ...workflows.map(({ id, title }) => ({
      ...{ id: `run-workflow-${id}`, label: t('Run “{{title}}”', { title }), hint: t('workflow'), icon: Play },
      ...{ keywords: ['run', 'start', 'workflow'], onSelect: () => void run.run(id) },
    })),
    ...mannersOf(manners).map(({ id, name }) => ({
      ...{ id: `manner-${id}`, label: t('Manner: {{manner}}', { manner: name }), icon: UserRoundPen },
      ...{ keywords: ['tone', 'personality'], onSelect: () => void chooseManner.run(id) },
    })),
    ...models.map(({ model }) => ({
      ...{
        id: `model-${model}`,
        label: t('Model here: {{model}}', { model }),
        icon: Brain,
        keywords: ['switch', 'use'],
      },
      onSelect: () => void chooseModel.run(hereId() ?? newThread, model),
    })),
  ];
}

function hereId(): string | undefined {
  const route = currentRoute();
  return route.screen === 'chat' ? route.conversationId : undefined;
}
