import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { NumberSetting } from './number-setting.tsx';

type WorkClass = keyof Settings['concurrency'];

const classes: { id: WorkClass; label: string; hint: string }[] = [
  { id: 'cpu', label: 'Computing', hint: 'Packing, hashing, searching in texts' },
  { id: 'files', label: 'Files', hint: 'Copying, moving, listing' },
  { id: 'network', label: 'Network', hint: 'Downloads and requests' },
  { id: 'shell', label: 'Programs', hint: 'Commands that are run' },
  { id: 'browser', label: 'Browser', hint: 'Pages that are opened and worked in' },
  { id: 'model', label: 'Models', hint: 'Requests to the model, those of the planner too' },
];

interface ConcurrencySectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

export function ConcurrencySection({ settings, onChange }: ConcurrencySectionProps) {
  return (
    <Section title="Steps at the same time" text="How many steps of a kind run at once, over all runs.">
      {classes.map(({ id, label, hint }) => (
        <NumberSetting
          key={id}
          label={label}
          hint={hint}
          min={1}
          max={64}
          value={settings.concurrency[id]}
          onChange={(value) => onChange({ concurrency: { [id]: value } })}
        />
      ))}
    </Section>
  );
}
