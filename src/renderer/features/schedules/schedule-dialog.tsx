import { useCallback, useState } from 'react';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import type { Schedule, TimePreview } from '../../../contract/schedules.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useSettledText } from '../../app/use-settled-text.ts';
import { failureOf } from '../../engine/failure.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { missedWords, overlapWords } from './schedule-words.ts';
import { type PollDraft, pollTimeOf } from './poll-draft.ts';
import { definitionOf, draftOf, type ScheduleDraft } from './schedule-draft.ts';
import { HeartbeatFields, usualHeartbeat } from './heartbeat-fields.tsx';
import { TimeField } from './time-field.tsx';
import { useWorkOptions } from './use-work-options.ts';
import { t } from '../../../words/words.ts';

interface ScheduleDialogProps {
  isOpen: boolean;
  /** The one to change; without it a new one is made. */
  schedule?: Schedule | undefined;
  /** What a new one runs. */
  workflowId?: string | undefined;
  onClose: () => void;
  onDone?: (schedule: Schedule) => void;
}

export function ScheduleDialog({ isOpen, schedule, workflowId, onClose, onDone }: ScheduleDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      title={schedule ? t('Change the schedule') : t('New schedule')}
      text={t('Its runs may do what was allowed before, and wait in the inbox for the rest.')}
    >
      {isOpen && <ScheduleForm {...{ schedule, workflowId, onClose, onDone }} />}
    </Dialog>
  );
}

type FormProps = Omit<ScheduleDialogProps, 'isOpen'>;
type Change = (changes: Partial<ScheduleDraft>) => void;
type Wrong = { field: 'sentence' | 'input' | 'hours' | 'time'; problem: string };

function ScheduleForm({ schedule, workflowId, onClose, onDone }: FormProps) {
  const { engine } = useHeron();
  const [draft, setDraft] = useState(() => draftOf(schedule, workflowId));
  const [wrong, setWrong] = useState<Wrong>();
  const preview = usePreview(draft);
  const save = useAction(
    t('The schedule could not be saved'),
    useCallback(async () => {
      const { time } = await engine.client.schedules.preview(wantedTime(draft.poll, draft.words));
      if (!time) return;
      const read = definitionOf(draft, time, schedule);
      if ('problem' in read) return setWrong(read);
      const { definition } = read;
      try {
        const kept = schedule
          ? await engine.client.schedules.change({ scheduleId: schedule.id, definition })
          : await engine.client.schedules.add(definition);
        onClose();
        onDone?.(kept);
      } catch (error) {
        const problem = failureOf(error).message;
        // It is said at the field that it is about.
        if (!draft.poll || !problem.startsWith('time.')) throw error;
        setWrong({ field: 'time', problem });
      }
    }, [engine, draft, schedule, onClose, onDone]),
  );
  const change: Change = (changes) => {
    setWrong(undefined);
    setDraft((before) => ({ ...before, ...changes }));
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <WorkFields {...{ draft, change, wrong }} isFixed={workflowId !== undefined} />
      <TimeField
        draft={draft}
        preview={preview}
        problem={wrong?.field === 'time' ? wrong.problem : undefined}
        onChange={change}
      />
      <InputField {...{ draft, change, wrong }} />
      <Disclosure title={t('More')}>
        <MoreFields {...{ draft, change, schedule }} />
      </Disclosure>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button type="submit" variant="primary" disabled={preview?.time === undefined} isLoading={save.isBusy}>
          {schedule ? t('Save') : t('Add schedule')}
        </Button>
      </div>
    </form>
  );
}

/** What the time means that stands in the form, once it has stood there for a moment. */
function usePreview({ words, poll }: ScheduleDraft): TimePreview | undefined {
  const { engine } = useHeron();
  const asked = useSettledText(JSON.stringify(wantedTime(poll, words)));
  const load = useCallback(
    () => engine.client.schedules.preview(JSON.parse(asked) as ReturnType<typeof wantedTime>),
    [engine, asked],
  );
  return useQuery(engine.state, load).data;
}

function wantedTime(poll: PollDraft | undefined, words: string): { time: ScheduleTime } | { text: string } {
  const time = poll && pollTimeOf(poll);
  return time ? { time } : { text: poll ? '' : words };
}

interface FieldsProps {
  draft: ScheduleDraft;
  change: Change;
}

function WorkFields({ draft, change, wrong, isFixed }: FieldsProps & { wrong: Wrong | undefined; isFixed: boolean }) {
  const options = useWorkOptions(draft.what);
  return (
    <>
      {!isFixed && (
        <Select
          label={t('What')}
          value={draft.what}
          onChange={(what) => change(what === 'heartbeat' ? { what, ...usualHeartbeat } : { what })}
          options={options}
        />
      )}
      {draft.what === 'heartbeat' && (
        <HeartbeatFields {...{ draft, change }} problem={wrong?.field === 'hours' ? wrong.problem : undefined} />
      )}
      {draft.what === 'sentence' && (
        <TextArea
          label={t('What Heron does')}
          rows={2}
          placeholder={t('zip the folder ~/notes')}
          value={draft.sentence}
          onChange={(sentence) => change({ sentence })}
          error={wrong?.field === 'sentence' ? wrong.problem : undefined}
        />
      )}
    </>
  );
}

function InputField({ draft, change, wrong }: FieldsProps & { wrong: Wrong | undefined }) {
  if (draft.what === 'sentence' || draft.what === 'heartbeat') return null;
  return (
    <TextArea
      label={t('Input')}
      hint={t('As JSON, if it wants any.')}
      rows={1}
      isMono
      value={draft.input}
      onChange={(input) => change({ input })}
      error={wrong?.field === 'input' ? wrong.problem : undefined}
    />
  );
}

function MoreFields({ draft, change, schedule }: FieldsProps & { schedule: Schedule | undefined }) {
  const made = schedule?.results.to === 'conversation' ? schedule.results : undefined;
  const places = [
    { value: 'own', label: t('A conversation of its own') },
    ...(made ? [{ value: 'conversation', label: t('The conversation it was made in') }] : []),
    { value: 'last', label: t('The conversation used last') },
    { value: 'none', label: t('Nowhere') },
  ];
  return (
    <div className="space-y-4 pt-1 pr-1">
      <TextField
        label={t('Title')}
        placeholder={t('Made of what it does')}
        value={draft.title}
        onChange={(title) => change({ title })}
      />
      <Select
        label={t('Missed while Heron did not run')}
        value={draft.missed}
        onChange={(missed) => change({ missed: missed as ScheduleDraft['missed'] })}
        options={choices(missedWords())}
      />
      <Select
        label={t('While a run still goes on')}
        value={draft.overlap}
        onChange={(overlap) => change({ overlap: overlap as ScheduleDraft['overlap'] })}
        options={choices(overlapWords())}
      />
      <Select
        label={t('Answers go to')}
        value={draft.results.to}
        onChange={(to) =>
          change({
            results: to === 'conversation' && made ? made : to === 'none' || to === 'last' ? { to } : { to: 'own' },
          })
        }
        options={places}
      />
    </div>
  );
}

function choices(words: Record<string, string>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
