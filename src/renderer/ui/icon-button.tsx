import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { type ButtonVariant, buttonVariants } from './button.tsx';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

const sizes = { sm: 'size-6', md: 'size-7', lg: 'size-8' };

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Its name for a screen reader and its tooltip. */
  label: string;
  icon: LucideIcon;
  keys?: string;
  variant?: ButtonVariant;
  size?: 'sm' | 'md' | 'lg';
  tooltipSide?: 'top' | 'right' | 'bottom' | 'left';
}

export function IconButton({
  label,
  icon: Icon,
  keys,
  variant = 'ghost',
  size = 'md',
  tooltipSide,
  ...native
}: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys} side={tooltipSide}>
      <button
        type="button"
        aria-label={label}
        {...native}
        className={classNames(
          'inline-flex shrink-0 items-center justify-center rounded-md transition-colors select-none',
          'disabled:pointer-events-none disabled:opacity-45 aria-pressed:bg-accent-soft aria-pressed:text-accent aria-pressed:chosen',
          sizes[size],
          buttonVariants[variant],
          native.className,
        )}
      >
        <Icon aria-hidden size={size === 'sm' ? 14 : 16} strokeWidth={1.75} />
      </button>
    </Tooltip>
  );
}
