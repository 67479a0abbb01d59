import { Monitor, Moon, Sun } from 'lucide-react';
import { useStore } from 'zustand';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AboutSection } from './about-section.tsx';
import { CircuitSection } from './circuit-section.tsx';
import { ConcurrencySection } from './concurrency-section.tsx';
import { LanesSection } from './lanes-section.tsx';
import { BackgroundSection } from './background-section.tsx';
import { HistorySection } from './history-section.tsx';
import { BlobsSection } from './blobs-section.tsx';
import { ContainersSection } from './containers-section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { WindowSection } from './window-section.tsx';
import { ObservingSection } from './observing-section.tsx';
import { WorkersSection } from './workers-section.tsx';

const themes = [
  { value: 'system', label: 'System', hint: 'As the system has it', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const;

const durabilities = [
  {
    value: 'full',
    label: 'Safe against a power cut',
    hint: 'A step counts as done only when the disk says that it is written. A little slower.',
  },
  {
    value: 'normal',
    label: 'Safe against a crash of Heron',
    hint: 'Faster. After a power cut the last moments may be missing; the database itself stays whole.',
  },
] as const;

export function GeneralTab() {
  const { settings: store } = useHeron();
  const { settings, failure } = useStore(store.state);
  const update = useAction('Could not keep the setting', store.update);
  return (
    <div className="mx-auto w-full max-w-2xl space-y-8 px-4 py-6 sm:px-6">
      {settings ? (
        <Form settings={settings} onChange={(patch) => void update.run(patch)} />
      ) : failure ? (
        <ErrorState title="Could not load the settings" text={failure.message} onRetry={() => void store.read()} />
      ) : (
        <Skeleton lines={6} label="Loading the settings" />
      )}
      <AboutSection />
    </div>
  );
}

interface FormProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

function Form({ settings, onChange }: FormProps) {
  return (
    <>
      <Section title="Appearance">
        <RadioCards
          label="Theme"
          direction="row"
          value={settings.theme}
          onChange={(theme) => onChange({ theme })}
          cards={[...themes]}
        />
      </Section>
      <Section title="Tips">
        <Switch
          label="A tip now and then"
          hint="After an answer, when one fits what has just happened. Workers may have tips, too. None comes twice."
          checked={settings.tips}
          onChange={(tips) => onChange({ tips })}
        />
      </Section>
      <WindowSection settings={settings} onChange={onChange} />
      <Section title="Work">
        <Switch
          label="Pause everything"
          hint="What has begun goes on to its end; no further step begins, also after a restart."
          checked={settings.paused}
          onChange={(paused) => onChange({ paused })}
        />
      </Section>
      <Section title="Safety of what is kept">
        <RadioCards
          label="Durability"
          isLabelHidden
          value={settings.durability}
          onChange={(durability) => onChange({ durability })}
          cards={[...durabilities]}
        />
      </Section>
      <LanesSection settings={settings} onChange={onChange} />
      <ConcurrencySection settings={settings} onChange={onChange} />
      <BackgroundSection settings={settings} onChange={onChange} />
      <BlobsSection settings={settings} onChange={onChange} />
      <CircuitSection settings={settings} onChange={onChange} />
      <HistorySection settings={settings} onChange={onChange} />
      <WorkersSection settings={settings} onChange={onChange} />
      <ObservingSection settings={settings} onChange={onChange} />
      <ContainersSection settings={settings} onChange={onChange} />
    </>
  );
}
