import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { buttonVariants } from './button.tsx';
import { classNames } from './class-names.ts';
import { dialogPanel, keepOpenForToasts, overlay } from './overlay.ts';
import { t } from '../../words/words.ts';

const widths = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-3xl' };

interface DialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  text?: ReactNode;
  children?: ReactNode;
  /** Buttons, the one that goes on at the right. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  /** There is nothing in it but words: the keys scroll them. */
  isReading?: boolean;
}

export function Dialog({ isOpen, onOpenChange, title, text, children, footer, size = 'md', isReading }: DialogProps) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlay} />
        <Primitive.Content
          {...(text ? {} : { 'aria-describedby': undefined })}
          onPointerDownOutside={keepOpenForToasts}
          className={classNames(dialogPanel, widths[size])}
        >
          <header className="pt-4 pr-14 pb-3 pl-5">
            <Primitive.Title className="text-lg font-semibold">{title}</Primitive.Title>
            {text && <Primitive.Description className="mt-0.5 text-sm text-muted">{text}</Primitive.Description>}
          </header>
          {/* Room at the sides, so that the focus rings inside are not cut off. */}
          {children && (
            <div tabIndex={isReading ? 0 : undefined} className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">
              {children}
            </div>
          )}
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
          {/* Last, so that the focus starts in the content. Without a tooltip, which would open where the focus has nowhere
              else to start, and take the first Escape. */}
          <Primitive.Close
            aria-label={t('Close')}
            className={classNames(
              'absolute top-4 right-4 inline-flex size-7 items-center justify-center rounded-md transition-colors select-none',
              buttonVariants.ghost,
            )}
          >
            <X aria-hidden size={16} strokeWidth={1.75} />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
