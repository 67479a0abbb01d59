import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import { type Tone, toneBorder, toneSoft, toneText } from './tone.ts';

interface CardProps {
  title?: ReactNode;
  /** Of the title; 2 under the page's own. */
  headingLevel?: 2 | 3 | 4;
  text?: ReactNode;
  icon?: LucideIcon;
  tone?: Tone;
  /** Beside the title. */
  actions?: ReactNode;
  /** A row under a line: buttons, the one that goes on at the right. */
  footer?: ReactNode;
  /** Lets a list or code run from edge to edge. */
  isFlush?: boolean;
  children?: ReactNode;
  className?: string;
}

export function Card({
  title,
  headingLevel = 2,
  text,
  icon: Icon,
  tone = 'neutral',
  actions,
  footer,
  isFlush,
  ...rest
}: CardProps) {
  const { children, className } = rest;
  const id = useId();
  const Heading = `h${headingLevel}` as const;
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={classNames('overflow-hidden rounded-lg border bg-raised shadow-raised', toneBorder[tone], className)}
    >
      {title && (
        <header className={classNames('flex items-center gap-2.5 px-4 py-3', tone !== 'neutral' && toneSoft[tone])}>
          {Icon && <Icon aria-hidden size={16} className={classNames('shrink-0', toneText[tone])} />}
          <div className="min-w-0 flex-1">
            <Heading id={id} className="text-sm font-semibold wrap-anywhere">
              {title}
            </Heading>
            {text && <p className="text-xs wrap-anywhere text-muted">{text}</p>}
          </div>
          {actions}
        </header>
      )}
      {children && (
        <div
          className={classNames(
            !isFlush && (title && tone === 'neutral' ? 'px-4 pb-4' : 'p-4'),
            isFlush && title !== undefined && 'border-t',
          )}
        >
          {children}
        </div>
      )}
      {footer && <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">{footer}</footer>}
    </section>
  );
}
