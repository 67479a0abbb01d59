import { ChevronsUpDown } from 'lucide-react';
import { type ComponentProps, useId } from 'react';
import { classNames } from './class-names.ts';
import { Field, type FieldTexts, describedBy, fieldBox } from './field.tsx';
import { t } from '../../words/words.ts';

export interface SelectOption {
  value: string;
  label: string;
  hint?: string;
  /** Neighbours with the same group share a heading. */
  group?: string;
  disabled?: boolean;
}

interface SelectProps extends FieldTexts, Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> {
  /** Undefined: nothing is chosen yet. */
  value: string | undefined;
  onChange: (value: string) => void;
  options: SelectOption[];
  placeholder?: string;
}

export function Select({ label, hint, error, layout, isLabelHidden, className, ...rest }: SelectProps) {
  const { value, onChange, options, placeholder = t('Choose…'), ...native } = rest;
  const ownId = useId();
  const id = native.id ?? ownId;
  return (
    <Field {...{ id, label, hint, error, layout, isLabelHidden, className }}>
      <div className="relative">
        <select
          {...native}
          id={id}
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          className={classNames('select h-8 pr-8 pl-2.5', fieldBox, value === undefined && 'text-muted')}
        >
          {value === undefined && (
            <option value="" disabled hidden>
              {placeholder}
            </option>
          )}
          {grouped(options).map(({ name, members }) =>
            name === '' ? (
              members.map((option) => <Option key={option.value} {...option} />)
            ) : (
              <optgroup key={name} label={name}>
                <legend>{name}</legend>
                {members.map((option) => (
                  <Option key={option.value} {...option} />
                ))}
              </optgroup>
            ),
          )}
        </select>
        <ChevronsUpDown
          aria-hidden
          size={14}
          className="pointer-events-none absolute inset-y-0 right-2.5 my-auto text-muted"
        />
      </div>
    </Field>
  );
}

function Option({ value, label, hint, disabled }: SelectOption) {
  return (
    <option value={value} disabled={disabled} data-hint={hint}>
      {label}
    </option>
  );
}

function grouped(options: SelectOption[]): { name: string; members: SelectOption[] }[] {
  const groups: { name: string; members: SelectOption[] }[] = [];
  for (const option of options) {
    const name = option.group ?? '';
    const last = groups.at(-1);
    if (last?.name === name) last.members.push(option);
    else groups.push({ name, members: [option] });
  }
  return groups;
}
