import { useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Conversation } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { foldersOf } from './conversation-order.ts';
import { useArranging } from './use-arranging.ts';
import { t } from '../../../words/words.ts';

interface FolderDialogProps {
  conversation: Conversation;
  onClose: () => void;
}

/** A folder that exists, or the name of a new one. */
export function FolderDialog({ conversation, onClose }: FolderDialogProps) {
  const { chat } = useHeron();
  const folders = useStore(
    chat.state,
    useShallow(({ conversations }) => foldersOf(conversations)),
  );
  const [name, setName] = useState('');
  const { file } = useArranging(conversation);
  const others = folders.filter((folder) => folder !== conversation.folder);
  const moveTo = async (folder: string) => {
    if (folder.trim() !== '' && (await file.run(folder.trim()))) onClose();
  };
  return (
    <Dialog
      isOpen
      size="sm"
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={t('Move to folder')}
      text={conversation.title}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button variant="primary" disabled={name.trim() === '' || file.isBusy} onClick={() => void moveTo(name)}>
            {t('Move')}
          </Button>
        </>
      }
    >
      {others.length > 0 && (
        <ul aria-label={t('Folders')} className="flex flex-wrap gap-1.5 pb-3">
          {others.map((folder) => (
            <li key={folder}>
              <Button size="sm" disabled={file.isBusy} onClick={() => void moveTo(folder)}>
                {folder}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <TextField
        label={t('New folder')}
        maxLength={60}
        value={name}
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) void moveTo(name);
        }}
      />
    </Dialog>
  );
}
