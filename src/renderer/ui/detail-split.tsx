import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';
import { useMedia } from './use-media.ts';
import { t } from '../../words/words.ts';

interface DetailSplitProps {
  children: ReactNode;
  /** What was picked; undefined when nothing is. */
  detail: ReactNode | undefined;
  detailTitle: string;
  detailActions?: ReactNode;
  onClose: () => void;
}

/** A list and what is picked in it. Under 1024 px there is room for one of them, so the detail takes the list's place. */
export function DetailSplit({ children, detail, detailTitle, detailActions, onClose }: DetailSplitProps) {
  const isOpen = detail !== undefined;
  const isAlone = useMedia('(width < 64rem)');
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    // Out of sight, the list cannot keep the focus.
    if (isOpen && isAlone) pane.current?.focus();
  }, [isOpen, isAlone]);
  const Heading = isAlone ? 'h1' : 'h2';
  return (
    <div className="flex min-h-0 flex-1">
      <div className={classNames('flex min-w-0 flex-1 flex-col', isOpen && 'max-lg:hidden')}>{children}</div>
      {isOpen && (
        <section
          ref={pane}
          tabIndex={-1}
          aria-label={detailTitle}
          onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
          className="flex w-full min-w-0 animate-fade-in flex-col bg-raised outline-none lg:w-[26rem] lg:shrink-0 lg:border-l"
        >
          <header className="flex min-h-14 shrink-0 items-center gap-1 border-b py-2 pr-3 pl-4">
            <Heading className="min-w-0 flex-1 truncate text-sm font-semibold">{detailTitle}</Heading>
            {detailActions}
            <IconButton label={t('Close details')} keys="Escape" icon={X} onClick={onClose} tooltipSide="bottom" />
          </header>
          <div
            tabIndex={0}
            role="group"
            aria-label={t('Details')}
            className="min-h-0 flex-1 overflow-y-auto p-4 focus-visible:-outline-offset-2"
          >
            {detail}
          </div>
        </section>
      )}
    </div>
  );
}
