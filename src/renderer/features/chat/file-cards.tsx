import { Download, Eye } from 'lucide-react';
import { createElement, useState } from 'react';
import { type Attachment, blobPath, isPicture } from '../../../contract/blobs.ts';
import { buttonVariants } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { MiddleElided } from '../../ui/middle-elided.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { bytesText } from '../runs/file-changes.ts';
import { fileIcon } from './file-icon.ts';
import { FilePreview, isReadable } from './file-preview.tsx';
import { t } from '../../../words/words.ts';

/** The files of a message: to look at where that can be done, and to save. */
export function FileCards({ attachments = [] }: { attachments: Attachment[] | undefined }) {
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={t('Files of this message')} className="flex max-w-full flex-wrap justify-end gap-1.5">
      {attachments.map((file) => (
        <li key={file.id} className="min-w-0">
          <FileCard file={file} />
        </li>
      ))}
    </ul>
  );
}

export function FileCard({ file }: { file: Attachment }) {
  const [isOpen, setIsOpen] = useState(false);
  const hasPicture = isPicture(file.mediaType);
  return (
    <div className="flex max-w-72 flex-col overflow-hidden rounded-lg border bg-raised">
      {hasPicture && <Picture file={file} onOpen={() => setIsOpen(true)} />}
      <div className="flex items-center gap-2 py-1 pr-1 pl-2.5">
        {!hasPicture &&
          createElement(fileIcon(file.mediaType), {
            ...{ 'aria-hidden': true, size: 18, strokeWidth: 1.75, className: 'shrink-0 text-muted' },
          })}
        <span className="min-w-0 flex-1 text-xs">
          <span className="block font-medium">
            <MiddleElided text={file.name} />
          </span>
          <span className="block text-muted tabular-nums">{bytesText(file.bytes)}</span>
        </span>
        {!hasPicture && isReadable(file) && (
          <IconButton label={t('Look at {{name}}', { name: file.name })} icon={Eye} onClick={() => setIsOpen(true)} />
        )}
        <Tooltip label={t('Save {{name}}', { name: file.name })}>
          <a
            href={blobPath(file.id)}
            download={file.name}
            aria-label={t('Save {{name}}', { name: file.name })}
            className={classNames(
              'inline-flex size-7 shrink-0 items-center justify-center rounded-md transition-colors',
              buttonVariants.ghost,
            )}
          >
            <Download aria-hidden size={16} strokeWidth={1.75} />
          </a>
        </Tooltip>
      </div>
      <FilePreview file={file} isOpen={isOpen} onOpenChange={setIsOpen} />
    </div>
  );
}

function Picture({ file, onOpen }: { file: Attachment; onOpen: () => void }) {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken)
    return <p className="px-2.5 pt-2 text-xs text-muted">{t('The picture cannot be shown; it can be saved.')}</p>;
  return (
    <button
      type="button"
      aria-label={t('Look at {{name}}', { name: file.name })}
      onClick={onOpen}
      className="border-b bg-sunken"
    >
      <img
        src={blobPath(file.id)}
        alt=""
        loading="lazy"
        className="max-h-48 min-h-16 w-full object-contain"
        onError={() => setIsBroken(true)}
      />
    </button>
  );
}
