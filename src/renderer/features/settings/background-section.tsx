import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { NumberSetting } from './number-setting.tsx';
import { t } from '../../../words/words.ts';

interface BackgroundSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

export function BackgroundSection({ settings: { background }, onChange }: BackgroundSectionProps) {
  const change = (patch: NonNullable<SettingsPatch['background']>) => onChange({ background: patch });
  return (
    <Section
      title={t('Programs in the background')}
      text={t('They go on when a step is over, and end with Heron at the latest.')}
    >
      <NumberSetting
        label={t('Minutes until they are ended')}
        hint={t('Unless the step that starts one says otherwise.')}
        min={1}
        max={10_080}
        value={background.minutes}
        onChange={(minutes) => change({ minutes })}
      />
      <NumberSetting
        label={t('At a time')}
        hint={t('Of all runs together.')}
        min={0}
        max={256}
        value={background.inAll}
        onChange={(inAll) => change({ inAll })}
      />
      <NumberSetting
        label={t('At a time, of one run')}
        hint={t('0 lets none go on.')}
        min={0}
        max={64}
        value={background.perRun}
        onChange={(perRun) => change({ perRun })}
      />
      <NumberSetting
        label={t('MB of memory')}
        hint={t('Of one, with all that it started. What takes more is ended.')}
        min={16}
        max={1_048_576}
        value={background.memoryMb}
        onChange={(memoryMb) => change({ memoryMb })}
      />
      <NumberSetting
        label={t('Programs at a time')}
        hint={t('Of one, with all that it started. What starts more is ended.')}
        min={1}
        max={65_536}
        value={background.programs}
        onChange={(programs) => change({ programs })}
      />
      <NumberSetting
        label={t('MB of output that are kept')}
        hint={t('Of one. The oldest goes first.')}
        min={1}
        max={1024}
        value={background.logMb}
        onChange={(logMb) => change({ logMb })}
      />
    </Section>
  );
}
