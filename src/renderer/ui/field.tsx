import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** What every labelled control takes. */
export interface FieldTexts {
  label: string;
  hint?: ReactNode;
  /** Shown in place of nothing else: say what is wrong and what to do. */
  error?: string;
  /** `inline` puts the label left and the control right, as in a list of settings. */
  layout?: 'stacked' | 'inline';
  isLabelHidden?: boolean;
}

interface FieldProps extends FieldTexts {
  /** The control's id; hint and error take theirs from it. */
  id: string;
  className?: string;
  children: ReactNode;
}

export function Field({ id, label, hint, error, layout = 'stacked', isLabelHidden, className, children }: FieldProps) {
  const isInline = layout === 'inline';
  return (
    <div
      className={classNames(
        isInline ? 'flex flex-wrap items-center gap-x-6 gap-y-2' : 'flex flex-col gap-1.5',
        className,
      )}
    >
      <div className={isInline ? 'min-w-48 flex-1' : isLabelHidden && !hint ? 'contents' : ''}>
        <label id={`${id}-label`} htmlFor={id} className={isLabelHidden ? 'sr-only' : 'block text-sm font-medium'}>
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </p>
        )}
      </div>
      <div className={isInline ? 'w-full max-w-72 min-w-0 sm:w-auto sm:basis-56' : 'contents'}>
        {children}
        {error && (
          <p id={`${id}-error`} role="alert" className={classNames('text-xs text-danger', isInline && 'mt-1.5')}>
            {error}
          </p>
        )}
      </div>
    </div>
  );
}

export function describedBy(id: string, { hint, error }: Pick<FieldTexts, 'hint' | 'error'>): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
}

/** The box of a text field, text area or select. */
export const fieldBox =
  'w-full rounded-md border border-control bg-raised text-sm transition-colors hover:border-muted ' +
  'focus-visible:-outline-offset-1 aria-invalid:border-danger disabled:opacity-50 disabled:hover:border-control pointer-coarse:text-base';
