import { lazy, Suspense } from 'react';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ExpressionField } from './expressions/expression-field.tsx';
import { ExpressionPreview, useExpressionPreview } from './expressions/expression-preview.tsx';
import { useCompletions } from './expressions/use-completions.ts';
import { JsonField } from './json-field.tsx';
import { NumberField } from './number-field.tsx';
import type { StepFormProps } from './step-form.ts';
import { SwitchForm } from './switch-form.tsx';
import { t } from '../../../words/words.ts';

/** Of few workflows. */
const AgentForm = lazy(async () => {
  const { AgentForm: view } = await import('./agent-form.tsx');
  return { default: view };
});
const SubWorkflowForm = lazy(async () => {
  const { SubWorkflowForm: view } = await import('./sub-workflow-form.tsx');
  return { default: view };
});

/** What a step that is no action says of itself. */
export function ControlForm(props: StepFormProps) {
  const { task } = props;
  return (
    <>
      {task.forEach && <ForEachForm {...props} />}
      {task.repeat && <RepeatForm {...props} />}
      {task.switch && <SwitchForm {...props} choice={task.switch} />}
      {task.wait && <WaitForm {...props} wait={task.wait} />}
      {(task.agent ?? task.template) && (
        <Suspense fallback={<Skeleton lines={2} label={t('Loading the details')} />}>
          {task.agent && <AgentForm {...props} agent={task.agent} />}
          {task.template && <SubWorkflowForm {...props} template={task.template} />}
        </Suspense>
      )}
      {task.value !== undefined && <ValueField {...props} value={task.value} />}
    </>
  );
}

function ValueField({ place, errorOf, onChange, value }: StepFormProps & { value: Json }) {
  const looked = useExpressionPreview(typeof value === 'string' ? value : '', false);
  return (
    <div className="space-y-1.5">
      <JsonField
        label={t('Value')}
        hint={t('A text, or JSON; expressions in {{ }} are worked out.')}
        error={errorOf('value')}
        takesText
        {...{ value, complete: useCompletions(place, true) }}
        onChange={(next) => onChange((now) => ({ ...now, value: next ?? '' }), 'value')}
      />
      <ExpressionPreview looked={looked} />
    </div>
  );
}

function ForEachForm({ place, task, errorOf, onChange }: StepFormProps) {
  const forEach = task.forEach ?? { in: [] };
  const change = (part: Partial<NonNullable<Task['forEach']>>, field: string): void =>
    onChange((now) => ({ ...now, forEach: { ...forEach, ...part } }), field);
  const isText = typeof forEach.in === 'string';
  return (
    <>
      {isText ? (
        <ExpressionField
          label={t('List')}
          hint={t('What it goes over.')}
          isText
          error={errorOf('forEach.in')}
          {...{ place, value: typeof forEach.in === 'string' ? forEach.in : '' }}
          onChange={(text) => change({ in: text ?? [] }, 'forEach.in')}
        />
      ) : (
        <JsonField
          label={t('List')}
          hint={t('A list as JSON, or {{ what a step gives }}.')}
          error={errorOf('forEach.in')}
          takesText
          value={forEach.in}
          onChange={(value) => change({ in: listOr(value) }, 'forEach.in')}
        />
      )}
      <TextField
        label={t('Each is called')}
        isMono
        placeholder="item"
        value={forEach.as ?? ''}
        error={errorOf('forEach.as')}
        onChange={(as) => change({ as: as === '' ? undefined : as }, 'forEach.as')}
      />
      <NumberField
        label={t('At a time')}
        value={forEach.concurrency}
        least={1}
        most={1000}
        onChange={(concurrency) => change({ concurrency }, 'forEach.concurrency')}
      />
      <NumberField
        label={t('Items in one list')}
        value={forEach.batch}
        least={1}
        most={10_000}
        onChange={(batch) => change({ batch }, 'forEach.batch')}
      />
    </>
  );
}

function listOr(value: Json | undefined): NonNullable<Task['forEach']>['in'] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' && value !== '' ? value : [];
}

function RepeatForm({ place, task, errorOf, onChange }: StepFormProps) {
  const repeat = task.repeat ?? { max: 1 };
  const change = (part: Partial<typeof repeat>, field: string): void =>
    onChange((now) => ({ ...now, repeat: { ...repeat, ...part } }), field);
  return (
    <>
      <NumberField
        label={t('At most')}
        value={repeat.max}
        least={1}
        most={100_000}
        onChange={(max) => change({ max: max ?? 1 }, 'repeat.max')}
      />
      <ExpressionField
        label={t('Until')}
        hint={t('Asked after each time; it knows iteration and previous.')}
        error={errorOf('repeat.until')}
        {...{ place, value: repeat.until ?? '' }}
        onChange={(until) => change({ until }, 'repeat.until')}
      />
    </>
  );
}

type Wait = NonNullable<Task['wait']>;

const waitKinds = () => [
  { value: 'forMs', label: t('For a while') },
  { value: 'until', label: t('Until a moment') },
  { value: 'approval', label: t('For your word') },
];

const newWaits = (): Record<string, Wait> => ({
  forMs: { forMs: 60_000 },
  until: { until: '{{ $now() }}' },
  approval: { approval: { text: t('Go on?') } },
});

function WaitForm({ place, errorOf, onChange, wait }: StepFormProps & { wait: Wait }) {
  const set = (next: Wait, field: string): void => onChange((now) => ({ ...now, wait: next }), field);
  const kind = waitKinds().find(({ value }) => value in wait)?.value;
  if (kind === undefined) {
    return <p className="text-sm text-muted">{t('This wait is changed as JSON, from the step’s menu.')}</p>;
  }
  return (
    <>
      <Select
        label={t('Waits')}
        value={kind}
        options={waitKinds()}
        onChange={(next) => set(newWaits()[next] ?? wait, '')}
      />
      {'forMs' in wait && (
        <NumberField
          label={t('Seconds')}
          value={wait.forMs / 1000}
          least={0.001}
          most={31_622_400}
          onChange={(seconds) => set({ ...wait, forMs: Math.max(1, Math.round((seconds ?? 1) * 1000)) }, 'wait.forMs')}
        />
      )}
      {'until' in wait && (
        <ExpressionField
          label={t('Moment')}
          hint={t('As ISO 8601, or in milliseconds since 1970.')}
          isText
          error={errorOf('wait.until')}
          {...{ place, value: wait.until }}
          onChange={(until) => set({ ...wait, until: until ?? '{{ $now() }}' }, 'wait.until')}
        />
      )}
      {'approval' in wait && (
        <ExpressionField
          label={t('Question')}
          isText
          error={errorOf('wait.approval.text')}
          {...{ place, value: wait.approval.text }}
          onChange={(text) => set({ ...wait, approval: { ...wait.approval, text: text ?? '?' } }, 'wait.approval.text')}
        />
      )}
    </>
  );
}
