import { Copy, Ellipsis, Trash2 } from 'lucide-react';
import type { JsonObject } from '../../../../contract/json.ts';
import type { TriggerStart, WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { missedWords, overlapWords } from '../../schedules/schedule-words.ts';
import type { BuildActions } from '../build-actions.ts';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { placeOfTrigger, triggerAt, withTrigger } from '../document/triggers.ts';
import { JsonField } from '../json-field.tsx';
import { problemsAt } from '../problems.ts';
import { TriggerAddress } from './trigger-address.tsx';
import { TriggerHistory } from './trigger-history.tsx';
import { TriggerTime } from './trigger-time.tsx';
import { WebhookFields } from './webhook-fields.tsx';
import { titleOfTrigger } from './trigger-words.ts';
import { t } from '../../../../words/words.ts';

type Change = (change: (trigger: WorkflowTrigger) => WorkflowTrigger, field: string) => void;
type Timed = Extract<TriggerStart, { kind: 'schedule' }>;

/** All that can be said of one trigger. It counts from the next publishing on. */
export function TriggerPanel({ place, actions }: { place: string; actions: BuildActions }) {
  const { builder, problems } = useBuilderParts();
  const trigger = useBuilderState(({ history }) => triggerAt(history.present, place));
  if (!trigger) return null;
  const { id, start, title, isOff, input } = trigger;
  const [problem] = problemsAt(problems, placeOfTrigger(id));
  const change: Change = (next, field) =>
    builder.edit((document) => withTrigger(document, id, next), `${place} ${field}`);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Head {...{ place, trigger, actions }} />
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto p-4">
        {problem && <Notice tone="danger">{problem.message}</Notice>}
        <StartFields
          start={start}
          onChange={(next) => change((one) => ({ ...one, start: next }), 'start')}
          place={place}
        />
        {start.kind === 'webhook' && <TriggerAddress trigger={id} />}
        {start.kind === 'schedule' && <TriggerHistory trigger={id} />}
        {start.kind !== 'manual' && (
          <Switch
            label={t('On')}
            hint={t('Off, it starts nothing when the workflow is published.')}
            checked={isOff !== true}
            onChange={(isOn) => change(({ isOff: _, ...one }) => (isOn ? one : { ...one, isOff: true }), 'off')}
          />
        )}
        <Disclosure title={t('More')}>
          <div className="space-y-4 pt-1 pr-1">
            <TextField
              label={t('Title')}
              placeholder={titleOfTrigger({ start })}
              value={title ?? ''}
              onChange={(text) =>
                change(({ title: _, ...one }) => (text === '' ? one : { ...one, title: text.slice(0, 200) }), 'title')
              }
            />
            {start.kind !== 'manual' && (
              <JsonField
                label={t('Input')}
                hint={t('Fields of the workflow’s input, as JSON.')}
                value={input}
                onChange={(value) =>
                  change(({ input: _, ...one }) => (isObject(value) ? { ...one, input: value } : one), 'input')
                }
              />
            )}
            {start.kind === 'schedule' && (
              <Policies start={start} onChange={(next) => change((one) => ({ ...one, start: next }), 'policies')} />
            )}
          </div>
        </Disclosure>
      </div>
    </div>
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function Head({ place, trigger, actions }: { place: string; trigger: WorkflowTrigger; actions: BuildActions }) {
  return (
    <header className="flex items-start gap-2 py-3 pr-12 pl-4">
      <div className="min-w-0 flex-1">
        <p className="text-2xs font-medium text-muted">{t('Starts the workflow')}</p>
        <h2 className="text-sm font-semibold wrap-anywhere">{titleOfTrigger(trigger)}</h2>
      </div>
      <Menu
        trigger={<IconButton label={t('More for this trigger')} icon={Ellipsis} />}
        groups={[
          {
            items: [
              { label: t('Duplicate'), icon: Copy, keys: 'Mod+D', onSelect: () => void actions.duplicate([place]) },
              {
                label: t('Delete'),
                icon: Trash2,
                tone: 'danger',
                keys: 'Delete',
                onSelect: () => actions.remove([place]),
              },
            ],
          },
        ]}
      />
    </header>
  );
}

interface StartFieldsProps {
  place: string;
  start: TriggerStart;
  onChange: (start: TriggerStart) => void;
}

function StartFields({ place, start, onChange }: StartFieldsProps) {
  if (start.kind === 'manual') {
    return <p className="text-sm text-muted">{t('It starts when you press Run, here or in the list of workflows.')}</p>;
  }
  if (start.kind === 'webhook') {
    return <WebhookFields {...{ start, onChange }} />;
  }
  return <TriggerTime key={place} time={start.time} onChange={(time) => onChange({ ...start, time })} />;
}

const places = () => [
  { value: 'own', label: t('A conversation of its own') },
  { value: 'last', label: t('The conversation used last') },
  { value: 'none', label: t('Nowhere') },
];

function Policies({ start, onChange }: { start: Timed; onChange: (start: Timed) => void }) {
  return (
    <>
      <Select
        label={t('Missed while Heron did not run')}
        value={start.missed}
        onChange={(missed) => onChange({ ...start, missed: missed as Timed['missed'] })}
        options={choices(missedWords())}
      />
      <Select
        label={t('While a run still goes on')}
        value={start.overlap}
        onChange={(overlap) => onChange({ ...start, overlap: overlap as Timed['overlap'] })}
        options={choices(overlapWords())}
      />
      <Select
        label={t('Answers go to')}
        value={start.results}
        onChange={(results) => onChange({ ...start, results: results as Timed['results'] })}
        options={places()}
      />
    </>
  );
}

function choices(words: Record<string, string>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
