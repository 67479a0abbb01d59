import { type ComponentProps, useId } from 'react';
import { classNames } from './class-names.ts';
import { Field, type FieldTexts, describedBy, fieldBox } from './field.tsx';

interface TextAreaProps extends FieldTexts, Omit<ComponentProps<'textarea'>, 'value' | 'onChange'> {
  value: string;
  onChange: (value: string) => void;
  isMono?: boolean;
}

/** Grows with its text from `rows` up to 16 lines, then scrolls. */
export function TextArea({ label, hint, error, layout, isLabelHidden, className, ...rest }: TextAreaProps) {
  const { value, onChange, isMono, rows = 3, ...native } = rest;
  const ownId = useId();
  const id = native.id ?? ownId;
  return (
    <Field {...{ id, label, hint, error, layout, isLabelHidden, className }}>
      <textarea
        {...native}
        id={id}
        rows={rows}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        style={{ minHeight: `calc(${rows} * 1lh + 0.875rem)` }}
        className={classNames(
          fieldBox,
          'field-sizing-content max-h-[16lh] resize-none px-2.5 py-1.5',
          isMono && 'font-mono',
        )}
      />
    </Field>
  );
}
