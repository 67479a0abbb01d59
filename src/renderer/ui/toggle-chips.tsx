import type { LucideIcon } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import type { ComponentProps } from 'react';
import { Tooltip } from './tooltip.tsx';

export interface Chip<Value extends string> {
  value: Value;
  label: string;
  icon?: LucideIcon;
  count?: number;
  /** What is not plain from the label. */
  hint?: string;
}

interface ToggleChipsProps<Value extends string> {
  label: string;
  chips: Chip<Value>[];
  /** What is switched on; any number, also none. */
  value: Value[];
  onChange: (value: Value[]) => void;
}

/** A filter: several small switches in a row that wraps. */
export function ToggleChips<Value extends string>({ label, chips, value, onChange }: ToggleChipsProps<Value>) {
  return (
    <ToggleGroup.Root
      type="multiple"
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value[])}
      className="flex flex-wrap gap-1.5"
    >
      {chips.map(({ hint, ...chip }) =>
        hint === undefined ? (
          <Item key={chip.value} {...chip} />
        ) : (
          <Tooltip key={chip.value} label={hint} side="bottom">
            <Item {...chip} />
          </Tooltip>
        ),
      )}
    </ToggleGroup.Root>
  );
}

type ItemProps = Omit<Chip<string>, 'hint'> & Omit<ComponentProps<typeof ToggleGroup.Item>, 'value'>;

function Item({ value, label, icon: Icon, count, ...native }: ItemProps) {
  return (
    // A tooltip puts its own state into data-state, so what is on shows by aria-pressed.
    <ToggleGroup.Item
      {...native}
      value={value}
      className="inline-flex h-6.5 items-center gap-1.5 rounded-full border px-2.5 text-xs text-muted transition-colors select-none hover:border-control hover:text-text aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-text aria-pressed:chosen"
    >
      {Icon && <Icon aria-hidden size={13} />}
      {label}
      {count !== undefined && <span className="tabular-nums">{count}</span>}
    </ToggleGroup.Item>
  );
}
