import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { wholeDurationText } from '../../ui/time-text.ts';
import { NumberSetting } from './number-setting.tsx';
import { t } from '../../../words/words.ts';

const pauseTimes = [0, 10_000, 30_000, 60_000, 300_000];
const idleTimes = [0, 10_000, 60_000, 300_000, 1_800_000, 3_600_000];

interface WorkersSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

export function WorkersSection({ settings, onChange }: WorkersSectionProps) {
  return (
    <Section title={t('Workers')}>
      <Select
        label={t('Freeze an idle worker’s process')}
        hint={t('It keeps its memory, uses no processor time and wakes at once. Not on Windows.')}
        layout="inline"
        value={String(settings.workerPauseMs)}
        onChange={(next) => onChange({ workerPauseMs: Number(next) })}
        options={options(pauseTimes, settings.workerPauseMs, t('At once'))}
      />
      <Select
        label={t('Keep an idle worker’s process')}
        hint={t('Its next call starts faster, and it holds its memory meanwhile.')}
        layout="inline"
        value={String(settings.workerIdleMs)}
        onChange={(next) => onChange({ workerIdleMs: Number(next) })}
        options={options(idleTimes, settings.workerIdleMs, t('Not at all'))}
      />
      <NumberSetting
        label={t('Processes at the same time')}
        hint={t('When they are all there, the one that has been idle for longest makes room.')}
        min={1}
        max={256}
        value={settings.workerProcesses}
        onChange={(workerProcesses) => onChange({ workerProcesses })}
      />
      <NumberSetting
        label={t('Calls before a fresh process')}
        hint={t('0 is never.')}
        min={0}
        max={1_000_000}
        value={settings.workerRecycleCalls}
        onChange={(workerRecycleCalls) => onChange({ workerRecycleCalls })}
      />
      <NumberSetting
        label={t('Percent of its memory before a fresh process')}
        hint={t('100 is never.')}
        min={10}
        max={100}
        value={settings.workerRecycleMemoryPercent}
        onChange={(workerRecycleMemoryPercent) => onChange({ workerRecycleMemoryPercent })}
      />
    </Section>
  );
}

/** Also the time that is set now, whoever chose it. */
function options(times: number[], current: number, zero: string): { value: string; label: string }[] {
  return [...new Set([...times, current])]
    .toSorted((a, b) => a - b)
    .map((ms) => ({ value: String(ms), label: ms === 0 ? zero : wholeDurationText(ms) }));
}
