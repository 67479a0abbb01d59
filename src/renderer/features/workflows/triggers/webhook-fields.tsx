import type { TriggerStart } from '../../../../contract/workflow-triggers.ts';
import type { WebhookRespond } from '../../../../contract/webhook-options.ts';
import { WebhookMethod } from '../../../../contract/webhooks.ts';
import { Select } from '../../../ui/select.tsx';
import { ToggleChips } from '../../../ui/toggle-chips.tsx';
import { t } from '../../../../words/words.ts';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { JsonField } from '../json-field.tsx';
import { NumberField } from '../number-field.tsx';
import { titleOfStep } from '../steps.ts';
import { SignatureFields } from './signature-fields.tsx';

export type WebhookStart = Extract<TriggerStart, { kind: 'webhook' }>;

interface WebhookFieldsProps {
  start: WebhookStart;
  onChange: (start: WebhookStart) => void;
}

/** Who may call a webhook how, and what they are answered. */
export function WebhookFields({ start, onChange }: WebhookFieldsProps) {
  const { signature, ...unsigned } = start;
  return (
    <>
      <div className="space-y-1.5">
        <p className="text-sm font-medium">{t('Methods')}</p>
        <ToggleChips
          label={t('Methods')}
          chips={WebhookMethod.options.map((method) => ({ value: method, label: method }))}
          value={start.methods ?? ['POST']}
          onChange={(methods) => onChange(withMethods(start, methods))}
        />
      </div>
      <AnswerFields {...{ start, onChange }} />
      <SignatureFields
        signature={signature}
        onChange={(next) => onChange(next ? { ...unsigned, signature: next } : unsigned)}
      />
      <NumberField
        label={t('Runs a minute, at most')}
        hint={t('Who calls more often is told to wait.')}
        value={start.perMinute}
        least={1}
        most={100_000}
        onChange={(perMinute) => perMinute !== undefined && onChange({ ...start, perMinute })}
      />
    </>
  );
}

/** The usual one is not written down, and one there must be. */
function withMethods({ methods: before, ...start }: WebhookStart, wanted: readonly WebhookMethod[]): WebhookStart {
  const methods = WebhookMethod.options.filter((method) => wanted.includes(method));
  if (methods.length === 0) return before ? { ...start, methods: before } : start;
  return methods.length === 1 && methods[0] === 'POST' ? start : { ...start, methods };
}

const atOnce = 'at once';
const atTheEnd = 'at the end';

/** Steps are chosen by a mark before their ids, which no other choice has. */
const stepMark = 'step:';

function AnswerFields({ start, onChange }: WebhookFieldsProps) {
  const { catalogue } = useBuilderParts();
  const tasks = useBuilderState(({ history }) => history.present.tasks);
  const { respond, ...accepting } = start;
  const chosen = !respond ? atOnce : respond.after === undefined ? atTheEnd : `${stepMark}${respond.after}`;
  const change = (next: WebhookRespond): void => onChange({ ...accepting, respond: next });
  return (
    <>
      <Select
        label={t('It answers')}
        value={chosen}
        onChange={(value) => {
          if (value === atOnce) return onChange(accepting);
          const { after: _, ...rest } = respond ?? {};
          change(value === atTheEnd ? rest : { ...rest, after: value.slice(stepMark.length) });
        }}
        options={[
          { value: atOnce, label: t('At once, with the id of the run') },
          { value: atTheEnd, label: t('When all is done, with the last output') },
          ...tasks.map((task) => ({
            value: `${stepMark}${task.id}`,
            label: t('After “{{step}}”, with its output', { step: titleOfStep(task, catalogue) }),
          })),
        ]}
      />
      {respond && <AnswerDetails respond={respond} onChange={change} />}
    </>
  );
}

interface AnswerDetailsProps {
  respond: WebhookRespond;
  onChange: (respond: WebhookRespond) => void;
}

function AnswerDetails({ respond, onChange: change }: AnswerDetailsProps) {
  return (
    <>
      <JsonField
        label={t('With this instead')}
        hint={t('A text or JSON, with what steps give: {{example}}.', { example: '{{ tasks.step.output }}' })}
        takesText
        value={respond.body}
        onChange={(body) => {
          const { body: _, ...rest } = respond;
          change(body === undefined || body === '' ? rest : { ...rest, body });
        }}
      />
      <NumberField
        label={t('Status')}
        value={typeof respond.status === 'number' ? respond.status : undefined}
        least={200}
        most={599}
        onChange={(status) => {
          const { status: _, ...rest } = respond;
          change(status === undefined ? rest : { ...rest, status });
        }}
      />
      <NumberField
        label={t('Seconds it waits')}
        hint={t('Then the caller gets the id of the run, and the run goes on. Usually 30.')}
        value={respond.withinMs === undefined ? undefined : respond.withinMs / 1000}
        least={1}
        most={600}
        onChange={(seconds) => {
          const { withinMs: _, ...rest } = respond;
          change(seconds === undefined ? rest : { ...rest, withinMs: Math.round(seconds * 1000) });
        }}
      />
    </>
  );
}
