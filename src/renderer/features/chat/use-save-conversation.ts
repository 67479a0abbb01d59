import type { ExportForm } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { saveFile } from '../../engine/save-file.ts';
import { useAction } from '../../engine/use-action.ts';
import { t } from '../../../words/words.ts';

const mediaTypes: Record<ExportForm, string> = { markdown: 'text/markdown', json: 'application/json' };

/** Saves a conversation as one file. */
export function useSaveConversation(): (conversationId: string, form: ExportForm) => void {
  const { conversations } = useHeron().engine.client;
  const save = useAction(t('Could not export the conversation'), async (conversationId: string, form: ExportForm) => {
    const { name, text } = await conversations.export({ conversationId, form });
    saveFile(new Blob([text], { type: mediaTypes[form] }), name);
  });
  return (conversationId, form) => void save.run(conversationId, form);
}
