import { mostAttachments } from '../../../contract/blobs.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { NumberSetting } from './number-setting.tsx';
import { t } from '../../../words/words.ts';

interface BlobsSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

export function BlobsSection({ settings, onChange }: BlobsSectionProps) {
  return (
    <Section
      title={t('Images, recordings and files')}
      text={t(
        'What steps make is kept with Heron’s data until it is old, what you attach as long as its conversation.',
      )}
    >
      <NumberSetting
        label={t('Days they are kept')}
        hint={t('Save what you want to have longer.')}
        min={1}
        max={3650}
        value={settings.blobsKeptDays}
        onChange={(blobsKeptDays) => onChange({ blobsKeptDays })}
      />
      <NumberSetting
        label={t('MB that one run may make')}
        hint={t('A step that would make more fails and says so.')}
        min={1}
        max={1_048_576}
        value={settings.blobsPerRunMb}
        onChange={(blobsPerRunMb) => onChange({ blobsPerRunMb })}
      />
      <NumberSetting
        label={t('MB that one attached file may have')}
        hint={t('A larger one is refused before anything of it is kept.')}
        min={1}
        max={10_240}
        value={settings.attachmentMb}
        onChange={(attachmentMb) => onChange({ attachmentMb })}
      />
      <NumberSetting
        label={t('Files that one message may have')}
        hint={t('What is dropped or pasted beyond that is left out, and said so.')}
        min={1}
        max={mostAttachments}
        value={settings.attachmentsPerMessage}
        onChange={(attachmentsPerMessage) => onChange({ attachmentsPerMessage })}
      />
    </Section>
  );
}
