import type { LucideIcon } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';

export interface Chip<Value extends string> {
  value: Value;
  label: string;
  icon?: LucideIcon;
  count?: number;
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
      {chips.map(({ value: chip, label: text, icon: Icon, count }) => (
        <ToggleGroup.Item
          key={chip}
          value={chip}
          className="inline-flex h-6.5 items-center gap-1.5 rounded-full border px-2.5 text-xs text-muted transition-colors select-none hover:border-control hover:text-text data-[state=on]:border-accent data-[state=on]:bg-accent-soft data-[state=on]:text-text"
        >
          {Icon && <Icon aria-hidden size={13} />}
          {text}
          {count !== undefined && <span className="tabular-nums">{count}</span>}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
