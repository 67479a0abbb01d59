import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { NumberSetting } from './number-setting.tsx';
import { t } from '../../../words/words.ts';

type WorkClass = keyof Settings['concurrency'];

const classes = (): { id: WorkClass; label: string; hint: string }[] => [
  { id: 'cpu', label: t('Computing'), hint: t('Packing, hashing, searching in texts') },
  { id: 'files', label: t('Files'), hint: t('Copying, moving, listing') },
  { id: 'network', label: t('Network'), hint: t('Downloads and requests') },
  { id: 'shell', label: t('Programs'), hint: t('Commands that are run') },
  { id: 'browser', label: t('Browser'), hint: t('Pages that are opened and worked in') },
  { id: 'model', label: t('Models'), hint: t('Requests to the model, those of the planner too') },
];

interface ConcurrencySectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

export function ConcurrencySection({ settings, onChange }: ConcurrencySectionProps) {
  return (
    <Section title={t('Steps at the same time')} text={t('How many steps of a kind run at once, over all runs.')}>
      {classes().map(({ id, label, hint }) => (
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
