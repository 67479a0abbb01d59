import { useCallback } from 'react';
import type { TimePreview } from '../../../contract/schedules.ts';
import { startingEvents } from '../../../contract/time/schedule-time.ts';
import type { Worker } from '../../../contract/workers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ownPoll, pollActions, type PollPick, pollPicks } from './poll-draft.ts';
import { PollFields } from './poll-fields.tsx';
import type { ScheduleDraft } from './schedule-draft.ts';
import { momentText } from './schedule-words.ts';
import { t } from '../../../words/words.ts';

const picks = (): { label: string; words: () => string; group: string }[] => [
  { group: t('Again and again'), label: t('Every weekday'), words: () => 'every weekday at 09:00' },
  { group: t('Again and again'), label: t('Every day'), words: () => 'every day at 09:00' },
  { group: t('Again and again'), label: t('Every week'), words: () => 'every Monday at 09:00' },
  { group: t('Again and again'), label: t('Every month'), words: () => 'on the 1st of every month at 09:00' },
  { group: t('Again and again'), label: t('Every hour'), words: () => 'every hour' },
  { group: t('Again and again'), label: t('Every 15 minutes'), words: () => 'every 15 minutes' },
  { group: t('Once'), label: t('At a moment'), words: () => `on ${tomorrow()} at 09:00` },
  { group: t('When something happens'), label: t('Heron starts'), words: () => 'when Heron starts' },
  { group: t('When something happens'), label: t('Files change'), words: () => 'when a file changes in ~/Documents' },
  { group: t('When something happens'), label: t('You say something'), words: () => 'when I say "good morning"' },
  { group: t('When something happens'), label: t('You press keys'), words: () => 'when I press Control+Alt+R' },
  ...Object.values(startingEvents).map((words) => ({
    ...{ group: t('When something happens'), label: words.charAt(0).toUpperCase() + words.slice(1) },
    words: () => `when ${words}`,
  })),
];

/** What of a form says when. */
export type TimeDraft = Pick<ScheduleDraft, 'words' | 'poll' | 'zone'>;

interface TimeFieldProps {
  draft: TimeDraft;
  preview: TimePreview | undefined;
  /** What the engine says against what is looked for. */
  problem: string | undefined;
  onChange: (changes: Partial<TimeDraft>) => void;
}

/** When: picked, in words or as a cron, or as soon as there is something new; with what that means. */
export function TimeField({ draft, preview, problem, onChange }: TimeFieldProps) {
  const workers = useWorkerList();
  const found = [...pollPicks(workers), ownPoll()];
  const isCron = preview?.cron !== undefined;
  const pick = (value: string): void => {
    const poll = found.find((each) => each.value === value)?.poll;
    onChange({ poll, words: picks()[Number(value)]?.words() ?? draft.words });
  };
  return (
    <div className="@container space-y-2">
      <div className="grid gap-3 @sm:grid-cols-2">
        <Select
          label={t('How often')}
          value={pickedOf(draft, found)}
          onChange={pick}
          options={[
            ...picks().map(({ label, group }, index) => ({ value: String(index), label, group })),
            ...found.map(({ value, label }) => ({ value, label, group: t('When there is something new') })),
            { value: 'own', label: t('In my own words') },
          ]}
        />
        {!draft.poll && (
          <TextField
            label={t('When')}
            value={draft.words}
            onChange={(words) => onChange({ words })}
            error={preview?.problem}
            placeholder={t('every weekday at 9, or a cron')}
          />
        )}
      </div>
      {draft.poll && (
        <PollFields
          poll={draft.poll}
          actions={pollActions(workers)}
          problem={problem}
          onChange={(poll) => onChange({ poll })}
        />
      )}
      {isCron && (
        <Select
          label={t('Time zone')}
          value={draft.zone}
          onChange={(zone) => onChange({ zone })}
          options={[
            { value: '', label: t('Of this machine, wherever it is ({{zone}})', { zone: preview.zone }) },
            ...Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone })),
          ]}
        />
      )}
      <Meaning preview={preview} />
    </div>
  );
}

/** What stands in the first field: what was picked, by what it means. */
function pickedOf({ poll, words }: TimeDraft, found: readonly PollPick[]): string {
  if (poll) {
    const same = found.find((each) => each.poll.means !== '' && each.poll.means === poll.means);
    return (same ?? ownPoll()).value;
  }
  const picked = picks().findIndex((each) => each.words() === words);
  return picked === -1 ? 'own' : String(picked);
}

function useWorkerList(): Worker[] {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.workers.list({}), [engine]);
  return useQuery(engine.state, load).data ?? [];
}

function Meaning({ preview }: { preview: TimePreview | undefined }) {
  if (!preview?.words || preview.problem !== undefined) return null;
  return (
    <div aria-live="polite" className="rounded-lg border bg-surface px-3 py-2.5 text-sm">
      <p>
        <span className="font-medium">{preview.words}</span>
        {preview.cron !== undefined && (
          <>
            {' '}
            <InlineCode>{preview.cron}</InlineCode>
          </>
        )}
      </p>
      {preview.next.length > 0 && (
        <ol aria-label={t('Next times')} className="mt-1 text-xs text-muted tabular-nums">
          {preview.next.map((at) => (
            <li key={at}>{momentText(at, preview.zone)}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

function tomorrow(): string {
  const date = new Date(Date.now() + 86_400_000);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
