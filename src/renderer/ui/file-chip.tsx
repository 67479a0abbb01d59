import { type LucideIcon, RotateCw, X } from 'lucide-react';
import { type Ref, useState } from 'react';
import { IconButton } from './icon-button.tsx';
import { MiddleElided } from './middle-elided.tsx';
import { Spinner } from './spinner.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import { t } from '../../words/words.ts';

interface FileChipProps {
  name: string;
  /** Its size, or how it is with it. */
  detail: string;
  icon: LucideIcon;
  /** A small picture in place of the icon. */
  picture?: string;
  /** What goes on with it, for a screen reader. */
  busyLabel?: string;
  hasFailed?: boolean;
  onRetry?: () => void;
  onRemove: () => void;
  removeRef?: Ref<HTMLButtonElement>;
}

/** A file that goes with what is being written. */
export function FileChip(props: FileChipProps) {
  const { name, detail, icon: Icon, picture, busyLabel, hasFailed = false, onRetry, onRemove, removeRef } = props;
  const [isBroken, setIsBroken] = useState(false);
  return (
    <div className="flex max-w-64 items-center gap-2 rounded-lg border bg-sunken py-1 pr-1 pl-1.5">
      <span className="flex size-8 shrink-0 items-center justify-center overflow-hidden rounded-md bg-raised text-muted">
        {busyLabel ? (
          <span role="status">
            <Spinner size={14} />
            <VisuallyHidden>{busyLabel}</VisuallyHidden>
          </span>
        ) : picture && !isBroken ? (
          <img src={picture} alt="" className="size-full object-cover" onError={() => setIsBroken(true)} />
        ) : (
          <Icon aria-hidden size={16} strokeWidth={1.75} />
        )}
      </span>
      <span className="min-w-0 flex-1 text-xs">
        <span className="block font-medium">
          <MiddleElided text={name} />
        </span>
        <span className={hasFailed ? 'block text-danger' : 'block truncate text-muted tabular-nums'}>{detail}</span>
      </span>
      {onRetry && <IconButton size="sm" label={t('Try again: {{name}}', { name })} icon={RotateCw} onClick={onRetry} />}
      <IconButton ref={removeRef} size="sm" label={t('Remove {{name}}', { name })} icon={X} onClick={onRemove} />
    </div>
  );
}
