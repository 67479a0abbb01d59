import { type LucideIcon, X } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useRef } from 'react';
import { classNames } from './class-names.ts';
import { Field, type FieldTexts, describedBy, fieldBox } from './field.tsx';
import { t } from '../../words/words.ts';

interface TextFieldProps extends FieldTexts, Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'size' | 'ref'> {
  value: string;
  onChange: (value: string) => void;
  icon?: LucideIcon;
  /** Inside the box at its end: a unit, a KeyHint. */
  end?: ReactNode;
  /** For paths, addresses and keys. */
  isMono?: boolean;
}

/** With `type="search"` a button clears it, and so does Escape. */
export function TextField({ label, hint, error, layout, isLabelHidden, className, ...rest }: TextFieldProps) {
  const { value, onChange, icon: Icon, end, isMono, ...native } = rest;
  const ownId = useId();
  const id = native.id ?? ownId;
  const input = useRef<HTMLInputElement>(null);
  const isClearable = native.type === 'search' && value !== '';
  const clear = () => {
    onChange('');
    input.current?.focus();
  };
  return (
    <Field {...{ id, label, hint, error, layout, isLabelHidden, className }}>
      <div className="relative">
        {Icon && (
          <Icon aria-hidden size={14} className="pointer-events-none absolute inset-y-0 left-2.5 my-auto text-muted" />
        )}
        <input
          type="text"
          spellCheck={isMono ? false : undefined}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !isClearable) return;
            event.stopPropagation();
            clear();
          }}
          {...native}
          ref={input}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          className={classNames(
            fieldBox,
            'h-8 pr-2.5',
            Icon ? 'pl-8' : 'pl-2.5',
            (isClearable || end !== undefined) && 'pr-9',
            isMono && 'font-mono',
          )}
        />
        <span className="absolute inset-y-0 right-1.5 flex items-center text-xs text-muted">
          {isClearable ? (
            <button
              type="button"
              aria-label={t('Clear')}
              onClick={clear}
              className="flex size-6 items-center justify-center rounded-sm hover:text-text"
            >
              <X aria-hidden size={14} />
            </button>
          ) : (
            end !== undefined && <span className="px-1">{end}</span>
          )}
        </span>
      </div>
    </Field>
  );
}
