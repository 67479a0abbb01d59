import { useRef } from 'react';
import { useStore } from 'zustand';
import { blobPath, isPicture } from '../../../contract/blobs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { FileChip } from '../../ui/file-chip.tsx';
import { bytesText } from '../runs/file-changes.ts';
import type { DraftFile } from './draft-files.ts';
import { fileIcon } from './file-icon.ts';
import { focusComposer } from './focus-composer.ts';
import { t } from '../../../words/words.ts';

const noFiles: DraftFile[] = [];

export function useDraftFiles(threadKey: string): DraftFile[] {
  return useStore(useHeron().chat.state, ({ files }) => files[threadKey]) ?? noFiles;
}

/** What goes with the next message. After one is removed the focus is on the next, and at last where the message is written. */
export function DraftFileList({ threadKey }: { threadKey: string }) {
  const { chat } = useHeron();
  const files = useDraftFiles(threadKey);
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  if (files.length === 0) return null;
  const remove = (key: string): void => {
    const at = files.findIndex((one) => one.key === key);
    const next = files[at + 1] ?? files[at - 1];
    chat.files.remove(threadKey, key);
    if (next) buttons.current.get(next.key)?.focus();
    else focusComposer();
  };
  return (
    <ul aria-label={t('Attached files')} className="flex max-h-32 flex-wrap gap-1.5 overflow-y-auto px-2.5 pt-2.5">
      {files.map((file) => (
        <li key={file.key}>
          <FileChip
            name={file.name}
            icon={fileIcon(file.mediaType)}
            {...stateOf(file)}
            {...(file.failure ? { onRetry: () => chat.files.retry(file.key) } : {})}
            onRemove={() => remove(file.key)}
            removeRef={(button) => {
              if (button) buttons.current.set(file.key, button);
              else buttons.current.delete(file.key);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

function stateOf({ id, bytes, mediaType, isWaiting, failure }: DraftFile) {
  if (failure) return { detail: failure.message, hasFailed: true };
  if (id !== undefined) return { detail: bytesText(bytes), ...(isPicture(mediaType) ? { picture: blobPath(id) } : {}) };
  if (isWaiting) return { detail: t('Waits for the connection'), busyLabel: t('Waits for the connection') };
  return { detail: bytesText(bytes), busyLabel: t('Uploading') };
}
