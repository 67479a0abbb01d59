import { Download, Pencil, Pin, Trash2, UserRoundPen } from 'lucide-react';
import { useStore } from 'zustand';
import { type ExportForm, exportForms } from '../../contract/conversations.ts';
import { mannerIn, mannersOf, usualManners } from '../../contract/manners.ts';
import { useAction } from '../engine/use-action.ts';
import { useArranging } from '../features/chat/use-arranging.ts';
import { useChooseManner } from '../features/chat/use-choose-manner.ts';
import { useSaveConversation } from '../features/chat/use-save-conversation.ts';
import { showToast } from '../ui/toast-store.ts';
import type { Command } from './command.ts';
import { useCommandKeys } from './command-keys.ts';
import { useHeron } from './heron-context.ts';
import { navigate, useRoute } from './use-route.ts';
import { t } from '../../words/words.ts';

/** What is done with the conversation on the screen, as its menu does. */
export function useConversationCommands(hereId: () => string | undefined): Command[] {
  const { chat, engine, settings } = useHeron();
  const keys = useCommandKeys();
  const route = useRoute();
  const shownId = route.screen === 'chat' ? route.conversationId : undefined;
  const here = useStore(chat.state, ({ conversations }) => conversations.find(({ id }) => id === shownId));
  const manners = useStore(settings.state, (state) => state.settings?.manner ?? usualManners);
  const { pin, remove } = useArranging({ id: shownId ?? '', title: here?.title ?? '' });
  const save = useSaveConversation();
  const chooseManner = useChooseManner(here?.folder);
  const rename = useAction(t('Could not rename the conversation'), async (title: string) => {
    if (shownId) await engine.client.conversations.rename({ conversationId: shownId, title });
  });
  const withIt = (act: (id: string) => void): void => {
    const id = hereId();
    if (id) act(id);
    else showToast({ title: t('There is no conversation here yet') });
  };
  const ids = mannersOf(manners).map(({ id }) => id);
  return [
    {
      ...{ word: 'rename', label: t('Rename this conversation'), icon: Pencil, keywords: ['title'], keys: keys.rename },
      argument: { words: t('new title'), isNeeded: true },
      run: (title) => withIt(() => void rename.run(title)),
    },
    {
      ...{ word: 'pin', label: here?.isPinned ? t('Unpin this conversation') : t('Pin this conversation'), icon: Pin },
      run: () => withIt(() => void pin.run(!here?.isPinned)),
    },
    {
      ...{ word: 'delete', label: t('Delete this conversation'), icon: Trash2, keywords: ['remove'] },
      run: () => withIt(() => void remove.run()),
    },
    {
      ...{ word: 'export', label: t('Export this conversation'), icon: Download, keys: keys.export },
      keywords: ['save', 'markdown', 'json'],
      argument: { words: t('markdown or json'), options: exportForms },
      run: (form) => withIt((id) => save(id, form === '' ? 'markdown' : (form as ExportForm))),
    },
    {
      ...{ word: 'manner', label: t('Choose the manner'), icon: UserRoundPen, keys: keys.manner },
      hint: t('now {{manner}}', { manner: mannerIn(manners, here?.folder).name }),
      keywords: ['tone', 'brief', 'careful', 'personality', 'profile'],
      argument: { words: ids.join(', '), options: ids },
      run: (id) => {
        if (id === '') navigate({ screen: 'settings', tab: 'manner' });
        else void chooseManner.run(id.toLowerCase());
      },
    },
  ];
}
