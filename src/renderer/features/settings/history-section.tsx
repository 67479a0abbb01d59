import { useCallback } from 'react';
import type { HistorySizes, LastPruning, RetentionSettings } from '../../../contract/history.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { bytesText } from '../runs/file-changes.ts';
import { CleanUp } from './clean-up.tsx';
import { NumberSetting } from './number-setting.tsx';
import { t } from '../../../words/words.ts';

interface HistorySectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

const limits = (): { name: keyof RetentionSettings; label: string; hint: string; min: number; max: number }[] => [
  {
    ...{ name: 'runsDays', label: t('Days runs are kept'), min: 0, max: 36_500 },
    hint: t('With all their steps. 0 keeps them for ever. Runs that go on or are pinned stay.'),
  },
  {
    ...{ name: 'runsMaxMb', label: t('MB of runs and what they made'), min: 0, max: 16_777_216 },
    hint: t('Beyond it the oldest runs go. 0 is no limit.'),
  },
  {
    ...{ name: 'undoDays', label: t('Days a run can be undone'), min: 0, max: 36_500 },
    hint: t('So long the former contents of files are kept. 0 keeps them for ever.'),
  },
  { name: 'undoMaxMb', label: t('MB of former contents'), hint: t('0 is no limit.'), min: 0, max: 16_777_216 },
  {
    ...{ name: 'auditDays', label: t('Days of the audit log'), min: 0, max: 36_500 },
    hint: t('Its older lines go, and a line says so. 0 keeps them for ever.'),
  },
  { name: 'logsMaxMb', label: t('MB of Heron’s own log'), hint: t('All its files together.'), min: 8, max: 100_000 },
];

/** How much of the past there is, how long it is kept, and a way to be rid of it now. */
export function HistorySection({ settings, onChange }: HistorySectionProps) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.history.get({}), [engine]);
  const { data, failure, reload } = useQuery(engine.state, load);
  return (
    <Section
      title={t('History')}
      text={t('Old runs are removed in the background, when nothing else goes on.')}
      actions={<CleanUp onDone={() => void reload()} />}
    >
      {data ? (
        <Sizes sizes={data.sizes} last={data.last} />
      ) : failure ? (
        <p role="alert" className="text-sm text-danger">
          {failure.message}
        </p>
      ) : (
        <Skeleton lines={4} label={t('Measuring the history')} />
      )}
      {limits().map(({ name, ...field }) => (
        <NumberSetting
          key={name}
          {...field}
          value={settings.retention[name]}
          onChange={(value) => onChange({ retention: { [name]: value } })}
        />
      ))}
    </Section>
  );
}

function Sizes({ sizes, last }: { sizes: HistorySizes; last: LastPruning | undefined }) {
  const { runs, events, database, databaseFree, blobs, undo, logs } = sizes;
  const free = databaseFree > 0 ? `, ${bytesText(databaseFree)} of it free` : '';
  return (
    <DescriptionList
      entries={[
        { name: t('Kept'), value: t('{{runs}} runs, {{events}} events', { runs, events }) },
        { name: t('Database'), value: `${bytesText(database)}${free}` },
        { name: t('Images and files'), value: bytesText(blobs) },
        { name: t('For undoing'), value: bytesText(undo) },
        { name: t('Log'), value: bytesText(logs) },
        ...(last ? [{ name: t('Last removed'), value: <RelativeTime at={last.at} /> }] : []),
      ]}
    />
  );
}
