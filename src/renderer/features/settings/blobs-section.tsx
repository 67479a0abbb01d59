import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { NumberSetting } from './number-setting.tsx';

interface BlobsSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

export function BlobsSection({ settings, onChange }: BlobsSectionProps) {
  return (
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
  );
}
