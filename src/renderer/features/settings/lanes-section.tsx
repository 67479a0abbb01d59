import type { LaneSettings } from '../../../contract/lanes.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { wholeDurationText } from '../../ui/time-text.ts';
import { NumberSetting } from './number-setting.tsx';
import { t } from '../../../words/words.ts';

const modes = (): { value: LaneSettings['mode']; label: string; hint: string }[] => [
  { value: 'collect', label: t('Together'), hint: t('All that waits is said as one message') },
  { value: 'followup', label: t('One by one'), hint: t('Each by itself, afterwards') },
  { value: 'steer', label: t('Steer'), hint: t('An agent at work hears it at its next step') },
  { value: 'interrupt', label: t('Interrupt'), hint: t('What is under way is stopped') },
];

const whenFull = (): { value: LaneSettings['whenFull']; label: string; hint: string }[] => [
  { value: 'summarise', label: t('Keep a line of the oldest'), hint: t('The next message has it') },
  { value: 'dropOld', label: t('Drop the oldest'), hint: t('Nothing of it is kept') },
  { value: 'dropNew', label: t('Refuse the newest'), hint: t('It stays with you, unsent') },
];

/** One that somebody wrote into the file stands among them. */
function pauses(now: number): { value: string; label: string }[] {
  return [...new Set([0, 500, 1000, 2000, 5000, 10_000, 30_000, now])]
    .toSorted((one, other) => one - other)
    .map((ms) => ({ value: String(ms), label: ms === 0 ? t('None') : wholeDurationText(ms) }));
}

interface LanesSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

/** What becomes of what is said while Heron works. */
export function LanesSection({ settings: { lanes }, onChange }: LanesSectionProps) {
  const change = (patch: SettingsPatch['lanes']) => onChange({ lanes: patch });
  return (
    <Section
      title={t('Messages that wait')}
      text={t(
        'A conversation does one thing at a time. What you say meanwhile waits over the message field, where you can change it.',
      )}
    >
      <Select
        label={t('How they wait')}
        layout="inline"
        value={lanes.mode}
        options={modes()}
        onChange={(next) => change({ mode: modes().find(({ value }) => value === next)?.value })}
      />
      <Select
        label={t('Sent after a pause of')}
        hint={t('What waits together goes when nothing more has come for so long.')}
        layout="inline"
        value={String(lanes.debounceMs)}
        options={pauses(lanes.debounceMs)}
        onChange={(next) => change({ debounceMs: Number(next) })}
      />
      <NumberSetting
        label={t('Messages that wait at most')}
        hint={t('In one conversation.')}
        min={1}
        max={1000}
        value={lanes.cap}
        onChange={(cap) => change({ cap })}
      />
      <Select
        label={t('When there are more')}
        layout="inline"
        value={lanes.whenFull}
        options={whenFull()}
        onChange={(next) => change({ whenFull: whenFull().find(({ value }) => value === next)?.value })}
      />
      <NumberSetting
        label={t('Conversations at the same time')}
        hint={t('Further ones wait until one is done.')}
        min={1}
        max={64}
        value={lanes.conversations}
        onChange={(conversations) => change({ conversations })}
      />
    </Section>
  );
}
