import {
  Activity,
  Ellipsis,
  FileBraces,
  FileText,
  Folder,
  FolderMinus,
  type LucideIcon,
  Pencil,
  Pin,
  PinOff,
  ShieldCheck,
  Trash2,
} from 'lucide-react';
import type { Conversation, ExportForm } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { newestFirst } from '../runs/summaries.ts';
import { useSaveConversation } from './use-save-conversation.ts';
import { useArranging, useFocusAfterMove } from './use-arranging.ts';
import { t } from '../../../words/words.ts';

interface ConversationMenuProps {
  conversation: Conversation;
  onRename: () => void;
  onFile: () => void;
  onNarrow: () => void;
}

export function ConversationMenu({ conversation, onRename, onFile, onNarrow }: ConversationMenuProps) {
  const { id, title, isPinned = false, folder } = conversation;
  const { runs } = useHeron();
  const box = useFocusAfterMove(id);
  const { pin, file, remove } = useArranging(conversation);
  const save = useSaveConversation();
  const lastRun = () =>
    newestFirst(runs.state.getState().summaries).find(({ conversationId }) => conversationId === id);
  const exportItem = (label: string, icon: LucideIcon, form: ExportForm) => ({
    ...{ label, icon },
    onSelect: () => save(id, form),
  });
  const unfile = {
    label: t('Take out of {{folder}}', { folder: folder ?? '' }),
    icon: FolderMinus,
    onSelect: () => void file.run(undefined),
  };
  return (
    <span ref={box}>
      <Menu
        trigger={
          <IconButton
            size="sm"
            label={t('More for {{title}}', { title })}
            icon={Ellipsis}
            className="opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-100"
          />
        }
        groups={[
          {
            items: [
              { label: t('Rename'), icon: Pencil, onSelect: onRename },
              {
                label: isPinned ? t('Unpin') : t('Pin'),
                icon: isPinned ? PinOff : Pin,
                onSelect: () => void pin.run(!isPinned),
              },
              { label: t('Move to folder…'), icon: Folder, onSelect: onFile },
              ...(folder === undefined ? [] : [unfile]),
              { label: t('What may be done here…'), icon: ShieldCheck, onSelect: onNarrow },
              {
                label: t('Show last run on timeline'),
                icon: Activity,
                disabled: !lastRun(),
                onSelect: () => navigate({ screen: 'timeline', runId: lastRun()?.id }),
              },
            ],
          },
          {
            items: [
              exportItem(t('Export as Markdown'), FileText, 'markdown'),
              exportItem(t('Export as JSON'), FileBraces, 'json'),
            ],
          },
          { items: [{ label: t('Delete'), icon: Trash2, tone: 'danger', onSelect: () => void remove.run() }] },
        ]}
      />
    </span>
  );
}
