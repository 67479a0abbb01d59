import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { wholeDurationText } from '../../ui/time-text.ts';
import { NumberSetting } from './number-setting.tsx';
import { t } from '../../../words/words.ts';

const openTimes = [5000, 10_000, 30_000, 60_000, 300_000];
const windowTimes = [60_000, 600_000, 3_600_000];

interface CircuitSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

export function CircuitSection({ settings: { circuit }, onChange }: CircuitSectionProps) {
  const change = (patch: SettingsPatch['circuit']) => onChange({ circuit: patch });
  return (
    <Section
      title={t('What fails too often')}
      text={t(
        'A worker that crashes or hangs, or a host that does not answer, is left alone for a while and then tried again.',
      )}
    >
      <NumberSetting
        label={t('Percent of failures')}
        hint={t('From this share on it is left alone.')}
        min={1}
        max={100}
        value={circuit.errorPercent}
        onChange={(errorPercent) => change({ errorPercent })}
      />
      <NumberSetting
        label={t('Of the last calls')}
        hint={t('Only so many are looked at.')}
        min={1}
        max={1000}
        value={circuit.windowCalls}
        onChange={(windowCalls) => change({ windowCalls })}
      />
      <NumberSetting
        label={t('Calls at least')}
        hint={t('With fewer there is nothing to judge by.')}
        min={1}
        max={1000}
        value={circuit.leastCalls}
        onChange={(leastCalls) => change({ leastCalls })}
      />
      <Select
        label={t('A call counts for')}
        layout="inline"
        value={String(circuit.windowMs)}
        onChange={(next) => change({ windowMs: Number(next) })}
        options={options(windowTimes, circuit.windowMs)}
      />
      <Select
        label={t('Left alone for')}
        layout="inline"
        value={String(circuit.openMs)}
        onChange={(next) => change({ openMs: Number(next) })}
        options={options(openTimes, circuit.openMs)}
      />
      <NumberSetting
        label={t('Successes until all is well')}
        hint={t('So many calls are tried one after the other.')}
        min={1}
        max={100}
        value={circuit.probes}
        onChange={(probes) => change({ probes })}
      />
    </Section>
  );
}

/** Also the time that is set now, whoever chose it. */
function options(times: number[], current: number): { value: string; label: string }[] {
  return [...new Set([...times, current])]
    .toSorted((a, b) => a - b)
    .map((ms) => ({ value: String(ms), label: wholeDurationText(ms) }));
}
