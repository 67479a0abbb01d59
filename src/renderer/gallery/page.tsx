import { useEffect, useState, useSyncExternalStore } from 'react';
import { classNames } from '../ui/class-names.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { Select } from '../ui/select.tsx';
import { SidebarLayout } from '../ui/sidebar-layout.tsx';
import { SidebarNav } from '../ui/sidebar-nav.tsx';
import { ToggleChips } from '../ui/toggle-chips.tsx';
import { grantWish, type Wish } from './media-rules.ts';
import { groups } from './registry.ts';
import type { ShownState, Specimen } from './specimen.ts';

/** Every component in every state, a group at a time. It needs no engine. */
export function GalleryPage() {
  const hash = useSyncExternalStore(subscribeToHash, () => location.hash.slice(1));
  const group = groups.find(({ id }) => id === hash) ?? groups[0];
  if (!group) return null;
  return (
    <SidebarLayout
      sidebar={
        <SidebarNav
          label="Groups"
          items={groups.map(({ id, title, icon }) => ({ id, label: title, icon }))}
          current={group.id}
          onSelect={(id) => (location.hash = id)}
          header={<span className="pl-1.5 text-sm font-semibold">Heron’s components</span>}
        />
      }
    >
      <PageHeader title={group.title} text={group.text}>
        <Looks />
      </PageHeader>
      <div
        key={group.id}
        tabIndex={0}
        role="group"
        aria-label={group.title}
        className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      >
        <div data-group={group.id} className="space-y-8 px-4 py-6 sm:px-6">
          {group.specimens.map((specimen) => (
            <Shown key={specimen.name} specimen={specimen} />
          ))}
        </div>
      </div>
    </SidebarLayout>
  );
}

function Shown({ specimen: { name, use, states } }: { specimen: Specimen }) {
  return (
    <div>
      <h2 className="text-base font-semibold">{name}</h2>
      <p className="mb-3 text-xs text-muted">{use}</p>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
        {states.map((state) => (
          <State key={state.name} state={state} />
        ))}
      </div>
    </div>
  );
}

function State({ state: { name, look, isWide, content } }: { state: ShownState }) {
  return (
    <figure className={classNames('min-w-0', isWide && 'col-span-full')}>
      <figcaption className="mb-1 text-2xs text-muted">{name}</figcaption>
      <div data-look={look}>{content}</div>
    </figure>
  );
}

const themes = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

const wishes: { value: Wish; label: string; hint: string }[] = [
  { value: 'contrast', label: 'More contrast', hint: 'As where the system asks for it' },
  { value: 'stillness', label: 'Less motion', hint: 'As where the system asks for it' },
];

function Looks() {
  const [theme, setTheme] = useState('system');
  const [granted, setGranted] = useState<Wish[]>([]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    for (const { value } of wishes) grantWish(value, granted.includes(value));
  }, [granted]);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Select label="Theme" isLabelHidden value={theme} onChange={setTheme} options={themes} className="w-40" />
      <ToggleChips label="Wishes" chips={wishes} value={granted} onChange={setGranted} />
    </div>
  );
}

function subscribeToHash(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
