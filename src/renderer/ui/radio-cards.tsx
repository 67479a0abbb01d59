import type { LucideIcon } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface RadioCard<Value extends string> {
  value: Value;
  label: ReactNode;
  hint?: string;
  icon?: LucideIcon;
  disabled?: boolean;
}

interface RadioCardsProps<Value extends string> {
  label: string;
  isLabelHidden?: boolean;
  value: Value | undefined;
  onChange: (value: Value) => void;
  cards: RadioCard<Value>[];
  /** `row` sits side by side where there is room. */
  direction?: 'row' | 'column';
}

export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const { label, isLabelHidden, value, onChange, cards, direction = 'column' } = props;
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </span>
      <RadioGroup.Root
        aria-labelledby={id}
        value={value ?? ''}
        onValueChange={(next) => onChange(next as Value)}
        className={classNames(
          'gap-2',
          direction === 'row' ? 'grid grid-cols-1 sm:auto-cols-fr sm:grid-flow-col' : 'flex flex-col',
        )}
      >
        {cards.map((card) => (
          <Card key={card.value} {...card} />
        ))}
      </RadioGroup.Root>
    </div>
  );
}

function Card({ value, label, hint, icon: Icon, disabled }: RadioCard<string>) {
  const id = useId();
  return (
    <RadioGroup.Item
      value={value}
      disabled={disabled}
      aria-labelledby={`${id}-label`}
      aria-describedby={hint ? `${id}-hint` : undefined}
      className="group flex items-start gap-2.5 rounded-lg border bg-raised px-3 py-2.5 text-left transition-colors hover:border-control disabled:opacity-45 data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft/50"
    >
      <span
        aria-hidden
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-control bg-raised group-data-[state=checked]:border-accent"
      >
        <RadioGroup.Indicator className="solid size-2 rounded-full bg-accent" />
      </span>
      <span className="min-w-0 flex-1">
        <span id={`${id}-label`} className="block text-sm font-medium wrap-anywhere">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="block text-xs text-muted">
            {hint}
          </span>
        )}
      </span>
      {Icon && <Icon aria-hidden size={16} className="mt-0.5 shrink-0 text-muted" />}
    </RadioGroup.Item>
  );
}
