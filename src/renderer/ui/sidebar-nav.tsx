import { Ellipsis, type LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Menu } from './menu.tsx';
import { t } from '../../words/words.ts';

export interface NavItem<Id extends string> {
  id: Id;
  label: string;
  icon: LucideIcon;
  /** A number that wants attention, with what it counts: "2 questions waiting". */
  count?: { value: number; label: string };
}

interface SidebarNavProps<Id extends string> {
  label: string;
  items: NavItem<Id>[];
  current: Id;
  onSelect: (id: Id) => void;
  /** Above and below the items; not shown on a phone. */
  header?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
}

/** As many have room at the bottom of a phone; of more, the others are behind the last. */
const mostAtBottom = 5;

export function SidebarNav<Id extends string>({
  label,
  items,
  current,
  onSelect,
  header,
  children,
  footer,
}: SidebarNavProps<Id>) {
  const shown = items.length > mostAtBottom ? mostAtBottom - 1 : items.length;
  return (
    <aside
      aria-label={t('Sidebar')}
      className="flex shrink-0 flex-col border-t bg-sunken pb-[env(safe-area-inset-bottom)] md:w-56 md:border-t-0 md:border-r md:pb-0"
    >
      {header && <div className="px-3 pt-3 pb-2 max-md:hidden">{header}</div>}
      <nav aria-label={label} className="p-1 md:px-2 md:py-1">
        <ul className="flex gap-0.5 md:flex-col">
          {items.map((item, index) => (
            <li key={item.id} className={classNames('flex-1', index >= shown && 'max-md:hidden')}>
              <Item
                {...item}
                aria-current={item.id === current ? 'page' : undefined}
                onClick={() => onSelect(item.id)}
              />
            </li>
          ))}
          {shown < items.length && (
            <li className="flex-1 md:hidden">
              <More items={items.slice(shown)} current={current} onSelect={onSelect} />
            </li>
          )}
        </ul>
      </nav>
      {children && <div className="min-h-0 flex-1 overflow-y-auto px-2 pt-3 max-md:hidden">{children}</div>}
      {footer && <div className="mt-auto p-2 max-md:hidden">{footer}</div>}
    </aside>
  );
}

type MoreProps<Id extends string> = Pick<SidebarNavProps<Id>, 'items' | 'current' | 'onSelect'>;

/** Stands for what it leads to: its name when one of them is there, and their counts. */
function More<Id extends string>({ items, current, onSelect }: MoreProps<Id>) {
  const counted = items.flatMap(({ count }) => (count && count.value > 0 ? [count] : []));
  const count = {
    value: counted.reduce((sum, { value }) => sum + value, 0),
    label: counted.map(({ label }) => label).join(', '),
  };
  const isInside = items.some(({ id }) => id === current);
  return (
    <Menu
      side="top"
      trigger={<Item label={t('More')} icon={Ellipsis} count={count} aria-current={isInside ? 'page' : undefined} />}
      groups={[
        {
          items: items.map(({ id, label, icon, count: own }) => ({
            ...{ label, icon, isChecked: id === current, onSelect: () => onSelect(id) },
            ...(own && own.value > 0 ? { hint: own.label } : {}),
          })),
        },
      ]}
    />
  );
}

type ItemProps = Omit<NavItem<string>, 'id'> & Omit<ComponentProps<'button'>, 'children'>;

function Item({ label, icon: Icon, count, ...native }: ItemProps) {
  const isCurrent = native['aria-current'] === 'page';
  return (
    <button
      type="button"
      {...native}
      className={classNames(
        'flex w-full items-center rounded-md transition-colors select-none focus-visible:-outline-offset-2',
        'flex-col gap-0.5 py-1.5 text-2xs md:h-8 md:flex-row md:gap-2.5 md:px-2.5 md:py-0 md:text-sm',
        isCurrent
          ? 'chosen font-medium text-accent md:bg-hover md:text-text'
          : 'text-muted hover:bg-hover hover:text-text',
      )}
    >
      <Icon
        aria-hidden
        strokeWidth={1.75}
        className={classNames('size-5 shrink-0 md:size-4', isCurrent && 'text-accent')}
      />
      <span className="relative md:flex-1 md:text-left">{label}</span>
      {count && count.value > 0 && (
        <span className="rounded-full bg-accent px-1.5 text-2xs leading-4 font-medium text-on-accent tabular-nums max-md:absolute max-md:mb-5 max-md:ml-9">
          <span aria-hidden>{count.value}</span>
          <span className="sr-only">{count.label}</span>
        </span>
      )}
    </button>
  );
}
