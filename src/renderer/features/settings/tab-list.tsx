import { ChevronRight } from 'lucide-react';
import { Tabs as Primitive } from 'radix-ui';
import { useEffect, useRef } from 'react';
import type { SettingsTab } from '../../app/route.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Tab } from '../../ui/tabs.tsx';
import { t } from '../../../words/words.ts';

/** Who comes back finds the focus where it was. */
let lastOpened: SettingsTab | undefined;

interface TabListProps {
  tabs: Tab<SettingsTab>[];
  onChoose: (tab: SettingsTab) => void;
}

/** All parts of the settings, one below the other, each as high as a thumb needs; where there is no room beside them. */
export function TabList({ tabs, onChoose }: TabListProps) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus();
    lastOpened = undefined;
  }, []);
  return (
    <Primitive.Root
      value=""
      orientation="vertical"
      activationMode="manual"
      onValueChange={(next) => {
        lastOpened = next as SettingsTab;
        onChoose(lastOpened);
      }}
      className="min-h-0 flex-1 overflow-y-auto"
    >
      <Primitive.List aria-label={t('Settings')} className="flex flex-col px-2 py-2">
        {tabs.map(({ id, label, startsGroup }) => (
          <Primitive.Trigger
            key={id}
            value={id}
            ref={id === lastOpened ? back : undefined}
            // Nothing belongs to it until it is chosen.
            aria-controls={undefined}
            className={classNames(
              'flex h-12 shrink-0 items-center gap-3 rounded-md px-3 text-left text-base font-medium select-none hover:bg-hover focus-visible:-outline-offset-2',
              startsGroup && 'mt-4',
            )}
          >
            <span className="min-w-0 flex-1 truncate">{label}</span>
            <ChevronRight aria-hidden size={16} className="shrink-0 text-muted" />
          </Primitive.Trigger>
        ))}
      </Primitive.List>
    </Primitive.Root>
  );
}
