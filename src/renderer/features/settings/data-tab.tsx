import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { BlobsSection } from './blobs-section.tsx';
import { HistorySection } from './history-section.tsx';
import { SettingsForm, type SettingsFormProps } from './settings-form.tsx';
import { t } from '../../../words/words.ts';

const durabilities = () =>
  [
    {
      value: 'full',
      label: t('Safe against a power cut'),
      hint: t('A step counts as done only when the disk says that it is written. A little slower.'),
    },
    {
      value: 'normal',
      label: t('Safe against a crash of Heron'),
      hint: t('Faster. After a power cut the last moments may be missing; the database itself stays whole.'),
    },
  ] as const;

/** What is kept, for how long, and how safely. */
export function DataTab() {
  return <SettingsForm form={Form} />;
}

function Form({ settings, onChange }: SettingsFormProps) {
  return (
    <>
      <Section title={t('Safety of what is kept')}>
        <RadioCards
          label={t('Durability')}
          isLabelHidden
          value={settings.durability}
          onChange={(durability) => onChange({ durability })}
          cards={[...durabilities()]}
        />
      </Section>
      <HistorySection settings={settings} onChange={onChange} />
      <BlobsSection settings={settings} onChange={onChange} />
    </>
  );
}
