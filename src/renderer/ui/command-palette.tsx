import { Command } from 'cmdk';
import { type LucideIcon, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useMemo, useState } from 'react';
import { bestFirst } from './best-first.ts';
import { classNames } from './class-names.ts';
import { KeyHint } from './key-hint.tsx';
import { dialogPanel, overlay } from './overlay.ts';
import { t } from '../../words/words.ts';

export interface PaletteItem {
  id: string;
  label: string;
  /** Muted, after the label. */
  hint?: string;
  icon?: LucideIcon;
  keys?: string;
  /** More words to find it by. */
  keywords?: string[];
  onSelect: () => void;
}

interface CommandPaletteProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  groups: { heading: string; items: PaletteItem[] }[];
  placeholder?: string;
  emptyText?: string;
  /** What was typed before it was there; asked for once. */
  takeWords?: () => string;
  /** Told what is searched for, by who finds more elsewhere. */
  onSearch?: (search: string) => void;
  /** Stands last while something is searched for: what can be done with any words. */
  otherwise?: (search: string) => PaletteItem;
}

/** Find and do anything by typing. Closes before an item acts. */
export function CommandPalette({ isOpen, onOpenChange, ...found }: CommandPaletteProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlay} />
        <Dialog.Content
          aria-describedby={undefined}
          className={classNames(dialogPanel, 'bottom-auto max-w-xl overflow-hidden sm:top-[14vh]')}
        >
          <Dialog.Title className="sr-only">{t('Commands')}</Dialog.Title>
          <Commands {...found} close={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type CommandsProps = Omit<CommandPaletteProps, 'isOpen' | 'onOpenChange'> & { close: () => void };

function Commands({
  groups,
  placeholder = t('Type a command'),
  emptyText = t('Nothing found.'),
  takeWords,
  onSearch,
  otherwise,
  close,
}: CommandsProps) {
  const [search, setSearch] = useState(() => takeWords?.() ?? '');
  const words = search.trim();
  useEffect(() => onSearch?.(search), [onSearch, search]);
  const shown = useMemo(() => bestFirst(groups, search), [groups, search]);
  return (
    // The library leaves groups where they are, whatever is in them: the best would not be the first.
    <Command label={t('Commands')} loop shouldFilter={false}>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden size={16} className="shrink-0 text-muted" />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder={placeholder}
          className="h-12 w-full bg-transparent text-base outline-none"
        />
      </div>
      <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto overscroll-contain p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-sm text-muted">{emptyText}</Command.Empty>
        {shown.map(({ heading, items }) => (
          <Command.Group
            key={heading}
            heading={heading}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
          >
            {items.map((item) => (
              <Item key={item.id} item={item} close={close} />
            ))}
          </Command.Group>
        ))}
        {otherwise && words !== '' && (
          <div className="not-first:mt-1.5 not-first:border-t not-first:pt-1.5">
            <Item item={otherwise(words)} close={close} />
          </div>
        )}
      </Command.List>
    </Command>
  );
}

function Item({ item, close }: { item: PaletteItem; close: () => void }) {
  const { id, label, hint, icon: Icon, keys, onSelect } = item;
  return (
    <Command.Item
      value={id}
      onSelect={() => {
        close();
        onSelect();
      }}
      className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-sm select-none data-[selected=true]:bg-hover data-[selected=true]:chosen"
    >
      {Icon && <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-muted" />}
      <span className="truncate">{label}</span>
      {hint && <span className="truncate text-xs text-muted">{hint}</span>}
      {keys && (
        <span className="ml-auto">
          <KeyHint keys={keys} />
        </span>
      )}
    </Command.Item>
  );
}
