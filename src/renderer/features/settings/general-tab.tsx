import { Monitor, Moon, Sun } from 'lucide-react';
import { useStore } from 'zustand';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AboutSection } from './about-section.tsx';
import { ConcurrencySection } from './concurrency-section.tsx';
import { NumberSetting } from './number-setting.tsx';
import { wholeDurationText } from '../../ui/time-text.ts';

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

const idleTimes = [0, 10_000, 60_000, 300_000, 1_800_000, 3_600_000];

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
  const times = [...new Set([...idleTimes, settings.workerIdleMs])].toSorted((a, b) => a - b);
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
      <Section title="Safety of what is kept">
        <RadioCards
          label="Durability"
          isLabelHidden
          value={settings.durability}
          onChange={(durability) => onChange({ durability })}
          cards={[...durabilities]}
        />
      </Section>
      <ConcurrencySection settings={settings} onChange={onChange} />
      <Section
        title="Images, recordings and files that steps make"
        text="They are kept with Heron’s data until they are old."
      >
        <NumberSetting
          label="Days they are kept"
          hint="Save what you want to have longer."
          min={1}
          max={3650}
          value={settings.blobsKeptDays}
          onChange={(blobsKeptDays) => onChange({ blobsKeptDays })}
        />
        <NumberSetting
          label="MB that one run may make"
          hint="A step that would make more fails and says so."
          min={1}
          max={1_048_576}
          value={settings.blobsPerRunMb}
          onChange={(blobsPerRunMb) => onChange({ blobsPerRunMb })}
        />
      </Section>
      <Section title="Workers">
        <Select
          label="Keep an idle worker’s process"
          hint="Its next call starts faster, and it holds its memory meanwhile."
          layout="inline"
          value={String(settings.workerIdleMs)}
          onChange={(next) => onChange({ workerIdleMs: Number(next) })}
          options={times.map((ms) => ({ value: String(ms), label: idleText(ms) }))}
        />
      </Section>
    </>
  );
}

function idleText(ms: number): string {
  return ms === 0 ? 'Not at all' : wholeDurationText(ms);
}
