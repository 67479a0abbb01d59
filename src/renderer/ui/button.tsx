import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent } from 'react';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';

export const buttonVariants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover forced-colors:border',
  secondary: 'border bg-raised text-text shadow-raised hover:bg-sunken aria-expanded:bg-sunken',
  ghost: 'text-muted hover:bg-hover hover:text-text aria-expanded:bg-hover aria-expanded:text-text',
  danger: 'bg-danger text-on-danger hover:bg-danger-hover forced-colors:border',
};

const sizes = { sm: 'min-h-7 gap-1.5 px-2.5 text-xs', md: 'min-h-8 gap-2 px-3 text-sm' };

interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  size?: 'sm' | 'md';
  icon?: LucideIcon;
  /** After the text, for example a chevron. */
  endIcon?: LucideIcon;
  isLoading?: boolean;
}

export function Button({ variant = 'secondary', size = 'md', icon: Icon, endIcon: EndIcon, ...rest }: ButtonProps) {
  const { isLoading = false, className, children, onClick, ...native } = rest;
  // Not `disabled` while loading: that would throw the focus away.
  const handleClick = (event: MouseEvent<HTMLButtonElement>) => (isLoading ? event.preventDefault() : onClick?.(event));
  return (
    <button
      type="button"
      aria-busy={isLoading || undefined}
      aria-disabled={isLoading || undefined}
      {...native}
      onClick={handleClick}
      className={classNames(
        'inline-flex max-w-full shrink-0 items-center justify-center rounded-md py-0.5 text-left font-medium transition-colors select-none',
        'disabled:pointer-events-none disabled:opacity-45',
        sizes[size],
        buttonVariants[variant],
        className,
      )}
    >
      {isLoading ? (
        <Spinner size={14} />
      ) : (
        Icon && <Icon aria-hidden size={size === 'sm' ? 13 : 15} className="shrink-0" />
      )}
      {children}
      {EndIcon && <EndIcon aria-hidden size={14} className="-mr-0.5 shrink-0" />}
    </button>
  );
}
