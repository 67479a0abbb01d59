import type { ComponentProps, KeyboardEvent, ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface ComposerProps extends Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'onSubmit'> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Enter sends, Shift+Enter starts a line. Not called while the text is blank. */
  onSubmit: () => void;
  /** Over the text: what goes with it. */
  above?: ReactNode;
  /** Left and right of the row under the text. */
  tools?: ReactNode;
  actions?: ReactNode;
}

export function Composer({
  label,
  value,
  onChange,
  onSubmit,
  above,
  tools,
  actions,
  className,
  ...native
}: ComposerProps) {
  const handleKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    native.onKeyDown?.(event);
    // While an input method is composing, Enter accepts its suggestion.
    if (event.defaultPrevented || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (value.trim() !== '') onSubmit();
  };
  return (
    <div
      className={classNames(
        'rounded-xl border border-control bg-raised shadow-raised transition-colors focus-within:border-focus hover:not-focus-within:border-muted',
        // A low window has no room for two rows.
        'low:flex low:flex-wrap low:items-end',
        'has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-focus/35',
        className,
      )}
    >
      {above}
      <textarea
        rows={1}
        enterKeyHint="send"
        {...native}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={handleKeyDown}
        className="block field-sizing-content max-h-[10lh] w-full resize-none bg-transparent px-3.5 pt-3 pb-1 text-base outline-none disabled:opacity-50 low:max-h-[3lh] low:w-auto low:min-w-40 low:flex-1 low:pb-2.5"
      />
      <div className="flex items-center gap-1 p-2 pt-1 low:max-w-[60%]">
        <div className="flex min-w-0 flex-1 items-center gap-1">{tools}</div>
        {actions}
      </div>
    </div>
  );
}
