import type { LucideIcon } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';

interface RunTabsProps<Id extends string> {
  label: string;
  tabs: readonly { id: Id; label: string; icon: LucideIcon }[];
  value: Id;
  onChange: (id: Id) => void;
}

/** Each part has an address of its own, so these are links in all but their looks. */
export function RunTabs<Id extends string>({ label, tabs, value, onChange }: RunTabsProps<Id>) {
  return (
    <nav aria-label={label} className="flex shrink-0 gap-1 overflow-x-auto border-b px-3 [scrollbar-width:none]">
      {tabs.map(({ id, label: text, icon: Icon }) => (
        <button
          key={id}
          type="button"
          aria-current={id === value ? 'page' : undefined}
          onClick={() => onChange(id)}
          className={classNames(
            '-mb-px inline-flex h-9 shrink-0 items-center gap-1.5 rounded-t-sm border-b-2 px-2 text-sm font-medium transition-colors select-none focus-visible:-outline-offset-2',
            id === value ? 'border-accent text-text' : 'border-transparent text-muted hover:text-text',
          )}
        >
          <Icon aria-hidden size={15} />
          {text}
        </button>
      ))}
    </nav>
  );
}
