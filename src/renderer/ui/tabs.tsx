import type { LucideIcon } from 'lucide-react';
import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface Tab<Id extends string> {
  id: Id;
  label: string;
  icon?: LucideIcon;
  count?: number;
  content: ReactNode;
}

interface TabsProps<Id extends string> {
  label: string;
  tabs: Tab<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  className?: string;
  /** On each panel: padding, scrolling. */
  panelClassName?: string;
}

export function Tabs<Id extends string>({ label, tabs, value, onChange, className, panelClassName }: TabsProps<Id>) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next) => onChange(next as Id)}
      className={classNames('flex min-h-0 flex-col', className)}
    >
      <Primitive.List
        aria-label={label}
        className="flex shrink-0 gap-1 overflow-x-auto border-b px-2 [scrollbar-width:none] sm:px-4"
      >
        {tabs.map(({ id, label: text, icon: Icon, count }) => (
          <Primitive.Trigger
            key={id}
            value={id}
            className="-mb-px inline-flex h-9 shrink-0 items-center gap-1.5 rounded-t-sm border-b-2 px-2 border-transparent text-sm font-medium text-muted transition-colors select-none hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-text data-[state=active]:chosen"
          >
            {Icon && <Icon aria-hidden size={15} />}
            {text}
            {count !== undefined && <span className="text-xs text-muted tabular-nums">{count}</span>}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map(({ id, content }) => (
        <Primitive.Content
          key={id}
          value={id}
          className={classNames('min-h-0 flex-1 focus-visible:-outline-offset-2', panelClassName)}
        >
          {content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
