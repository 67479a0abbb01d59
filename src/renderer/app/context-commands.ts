import { Eye, FoldVertical, ScrollText } from 'lucide-react';
import { useAction } from '../engine/use-action.ts';
import { usualPack } from '../../contract/prompts.ts';
import { showWhatModelsSee } from '../features/prompts/shown-request.ts';
import { showToast } from '../ui/toast-store.ts';
import type { Command } from './command.ts';
import { useHeron } from './heron-context.ts';
import { navigate } from './use-route.ts';
import { t } from '../../words/words.ts';

/** What a person does about what models are shown. */
export function useContextCommands(hereId: () => string | undefined): Command[] {
  const { client } = useHeron().engine;
  const compact = useAction(t('Could not summarise'), async (conversationId: string) => {
    const { because } = await client.context.compact({ conversationId });
    if (because !== undefined) showToast({ title: t('Nothing was summarised'), text: sentence(because) });
  });
  const choose = useAction(t('Could not choose the pack'), async (conversationId: string, name: string) => {
    const pack = name === 'usual' ? undefined : name;
    await client.conversations.choosePack({ conversationId, pack });
    showToast({
      title:
        pack === undefined
          ? t('The usual prompt pack holds here again')
          : t('{{pack}} holds here from now on', { pack }),
    });
  });
  const here = (act: (conversationId: string) => void): void => {
    const id = hereId();
    if (id) act(id);
    else showToast({ title: t('There is no conversation here yet') });
  };
  return [
    {
      ...{
        word: 'compact',
        label: t('Summarise earlier messages'),
        hint: t('for models; they all stay'),
        icon: FoldVertical,
      },
      keywords: ['context', 'window', 'tokens', 'summary'],
      run: () => here((id) => void compact.run(id)),
    },
    {
      ...{ word: 'pack', label: t('Choose the prompt pack'), hint: t('of this conversation'), icon: ScrollText },
      ...{
        keywords: ['prompt', 'persona'],
        argument: { words: t('pack, {{usualPack}} for none, or usual', { usualPack }) },
      },
      run: (name) => {
        if (name === '') navigate({ screen: 'settings', tab: 'prompts' });
        else here((id) => void choose.run(id, name.toLowerCase()));
      },
    },
    {
      ...{
        word: 'context',
        label: t('Show what the model sees'),
        icon: Eye,
        keywords: ['prompt', 'instructions', 'debug'],
      },
      run: () => showWhatModelsSee(hereId()),
    },
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
