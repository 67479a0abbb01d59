import type { LaneSettings } from '../../../contract/lanes.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberSetting } from './number-setting.tsx';

const modes: { value: LaneSettings['mode']; label: string; hint: string }[] = [
  { value: 'collect', label: 'Together', hint: 'All that waits is said as one message' },
  { value: 'followup', label: 'One by one', hint: 'Each by itself, afterwards' },
  { value: 'steer', label: 'Steer', hint: 'An agent at work hears it at its next step' },
  { value: 'interrupt', label: 'Interrupt', hint: 'What is under way is stopped' },
];

const whenFull: { value: LaneSettings['whenFull']; label: string; hint: string }[] = [
  { value: 'summarise', label: 'Keep a line of the oldest', hint: 'The next message has it' },
  { value: 'dropOld', label: 'Drop the oldest', hint: 'Nothing of it is kept' },
  { value: 'dropNew', label: 'Refuse the newest', hint: 'It stays with you, unsent' },
];

interface LanesSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

/** What becomes of what is said while Heron works. */
export function LanesSection({ settings: { lanes }, onChange }: LanesSectionProps) {
  const change = (patch: SettingsPatch['lanes']) => onChange({ lanes: patch });
  return (
    <Section
      title="Messages that wait"
      text="A conversation does one thing at a time. What you say meanwhile waits over the message field, where you can change it."
    >
      <Select
        label="How they wait"
        layout="inline"
        value={lanes.mode}
        options={modes}
        onChange={(next) => change({ mode: modes.find(({ value }) => value === next)?.value })}
      />
      <NumberSetting
        label="Milliseconds of silence"
        hint="What is to be said together goes when nothing more has come for so long."
        min={0}
        max={60_000}
        value={lanes.debounceMs}
        onChange={(debounceMs) => change({ debounceMs })}
      />
      <NumberSetting
        label="Messages at most"
        hint="That wait in one conversation."
        min={1}
        max={1000}
        value={lanes.cap}
        onChange={(cap) => change({ cap })}
      />
      <Select
        label="When there are more"
        layout="inline"
        value={lanes.whenFull}
        options={whenFull}
        onChange={(next) => change({ whenFull: whenFull.find(({ value }) => value === next)?.value })}
      />
      <NumberSetting
        label="Conversations at the same time"
        hint="Further ones wait until one is done."
        min={1}
        max={64}
        value={lanes.conversations}
        onChange={(conversations) => change({ conversations })}
      />
    </Section>
  );
}
