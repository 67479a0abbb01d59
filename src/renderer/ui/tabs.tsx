import type { LucideIcon } from 'lucide-react';
import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface Tab<Id extends string> {
  id: Id;
  label: string;
  icon?: LucideIcon;
  count?: number;
  /** At the side: a little room before it. */
  startsGroup?: boolean;
  content: ReactNode;
}

interface TabsProps<Id extends string> {
  label: string;
  tabs: Tab<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  /** One below the other, where there are many and the screen is wide enough for it. */
  isSide?: boolean | undefined;
  /** Only the panel is shown: the way to the others is elsewhere. */
  isListHidden?: boolean;
  className?: string;
  /** On each panel: padding, scrolling. */
  panelClassName?: string;
}

const looks = {
  row: {
    root: 'flex-col',
    list: 'gap-1 overflow-x-auto border-b px-2 [scrollbar-width:none] sm:px-4',
    tab: '-mb-px h-9 rounded-t-sm border-b-2 px-2 border-transparent data-[state=active]:border-accent data-[state=active]:text-text',
    group: '',
  },
  side: {
    root: 'flex-row',
    list: 'w-52 flex-col gap-0.5 overflow-y-auto border-r p-3',
    tab: 'min-h-8 rounded-md px-2.5 py-1 text-left hover:bg-hover data-[state=active]:bg-accent-soft data-[state=active]:text-accent',
    group: 'mt-3',
  },
};

export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { label, tabs, value, onChange, isSide = false, isListHidden = false, className, panelClassName } = props;
  const look = isSide ? looks.side : looks.row;
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next) => onChange(next as Id)}
      orientation={isSide ? 'vertical' : 'horizontal'}
      className={classNames('flex min-h-0', look.root, className)}
    >
      <Primitive.List
        aria-label={label}
        className={classNames('shrink-0', isListHidden ? 'hidden' : 'flex', look.list)}
      >
        {tabs.map(({ id, label: text, icon: Icon, count, startsGroup }) => (
          <Primitive.Trigger
            key={id}
            value={id}
            className={classNames(
              'inline-flex shrink-0 items-center gap-1.5 text-sm font-medium text-muted transition-colors select-none hover:text-text focus-visible:-outline-offset-2 data-[state=active]:chosen',
              look.tab,
              startsGroup && look.group,
            )}
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
          className={classNames('min-h-0 min-w-0 flex-1 focus-visible:-outline-offset-2', panelClassName)}
        >
          {content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
