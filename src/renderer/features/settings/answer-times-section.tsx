import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { answerTimeText } from './answer-time-text.ts';
import { t } from '../../../words/words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const attendedTimes = [minute, 5 * minute, 15 * minute, hour, 0];
const unattendedTimes = [hour, 12 * hour, day, 7 * day, 0];

/** How long questions wait before they count as denied. */
export function AnswerTimesSection() {
  const { settings: store } = useHeron();
  const settings = useStore(store.state, (state) => state.settings);
  const update = useAction(t('Could not keep the setting'), store.update);
  if (!settings) return <Skeleton lines={3} label={t('Loading the settings')} />;
  return (
    <Section title={t('Questions without an answer')} text={t('After this time a question counts as denied.')}>
      <Time
        label={t('Of runs you watch')}
        hint={t('Somebody is expected to answer soon.')}
        times={attendedTimes}
        value={settings.attendedAnswerMs}
        onChange={(attendedAnswerMs) => void update.run({ attendedAnswerMs })}
      />
      <Time
        label={t('Of unattended runs')}
        hint={t('They wait in the inbox, if the run was started so.')}
        times={unattendedTimes}
        value={settings.unattendedAnswerMs}
        onChange={(unattendedAnswerMs) => void update.run({ unattendedAnswerMs })}
      />
    </Section>
  );
}

interface TimeProps {
  label: string;
  hint: string;
  times: number[];
  value: number;
  onChange: (ms: number) => void;
}

function Time({ label, hint, times, value, onChange }: TimeProps) {
  const known = times.includes(value) ? times : [value, ...times];
  return (
    <Select
      label={label}
      hint={hint}
      layout="inline"
      value={String(value)}
      onChange={(next) => onChange(Number(next))}
      options={known.map((ms) => ({ value: String(ms), label: answerTimeText(ms) }))}
    />
  );
}
