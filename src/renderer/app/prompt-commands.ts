import { MessageSquareText } from 'lucide-react';
import { useMemo } from 'react';
import { useAction } from '../engine/use-action.ts';
import { newThread } from '../features/chat/store.ts';
import { fieldsOfText, missingFields, type PromptCommand, promptCommandsOf } from '../features/mcp/prompt-commands.ts';
import { actionPlan, runToEnd } from '../features/runs/run-action.ts';
import { useManifests } from '../features/workers/use-manifests.ts';
import { showToast } from '../ui/toast-store.ts';
import type { Command } from './command.ts';
import { useHeron } from './heron-context.ts';
import { t } from '../../words/words.ts';

/** Prompts of MCP servers: filled in, each stands where one writes, to be read before it is sent. */
export function usePromptCommands(hereId: () => string | undefined): Command[] {
  const heron = useHeron();
  const manifests = useManifests();
  const prompts = useMemo(() => promptCommandsOf(manifests), [manifests]);
  const fill = useAction(t('Could not fill in the prompt'), async (prompt: PromptCommand, text: string) => {
    const thread = hereId() ?? newThread;
    const given = fieldsOfText(prompt.fields, text);
    const missing = missingFields(prompt, given);
    if (missing.length > 0) {
      throw new Error(`Write /${prompt.word} ${missing.map((name) => `${name}=…`).join(' ')}`);
    }
    const { error, tasks } = await runToEnd(heron, actionPlan(prompt.title, prompt.action, given));
    if (error) throw new Error(error.message);
    const { text: filled = '' } = (tasks['try']?.output ?? {}) as { text?: string };
    if (filled === '') showToast({ title: t('The prompt is empty') });
    else heron.chat.setDraft(thread, filled);
  });
  return prompts.map((prompt) => ({
    ...{
      word: prompt.word,
      label: prompt.title,
      hint: t('a prompt of {{server}}', { server: prompt.server }),
      icon: MessageSquareText,
    },
    ...(prompt.fields.length > 0 ? { argument: argumentOf(prompt) } : {}),
    run: (text) => void fill.run(prompt, text),
  }));
}

function argumentOf({ fields }: PromptCommand): NonNullable<Command['argument']> {
  const words = fields.map(({ name }) => name).join(', ');
  return fields.some(({ isNeeded }) => isNeeded) ? { words, isNeeded: true } : { words };
}
