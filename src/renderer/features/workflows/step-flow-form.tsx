import type { Task } from '../../../contract/plan-task.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import type { BuildActions } from './build-actions.ts';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { blankTask, isBlank } from './document/edit.ts';
import { listOf, placeIn, tasksIn } from './document/place.ts';
import { allIds } from './document/walk.ts';
import { ExpressionField } from './expressions/expression-field.tsx';
import { NumberField } from './number-field.tsx';
import { namedIn } from '../plan-graph/layout.ts';
import type { StepFormProps } from './step-form.ts';
import { titleOfStep } from './steps.ts';
import { t } from '../../../words/words.ts';

/** When a step is done, and what happens when it fails: the same for every kind of step. */
export function StepFlowForm(props: StepFormProps & { actions: BuildActions }) {
  const { place, task, errorOf, onChange } = props;
  return (
    <>
      <WaitsFor {...props} />
      <ExpressionField
        label={t('Only if')}
        hint={t('Else it is skipped, and what waits for it goes on.')}
        error={errorOf('when')}
        {...{ place, value: task.when ?? '' }}
        onChange={(when) => onChange((now) => without(now, 'when', when), 'when')}
      />
      <NumberField
        label={t('Attempts')}
        hint={t('All of them, the first included.')}
        value={task.retry?.attempts}
        least={1}
        most={100}
        onChange={(attempts) =>
          onChange((now) => {
            const retry = attempts === undefined || attempts === 1 ? undefined : { ...now.retry, attempts };
            return without(now, 'retry', retry);
          }, 'retry.attempts')
        }
      />
      <AfterFailure {...props} />
      <NumberField
        label={t('Seconds an attempt may take')}
        value={task.timeoutMs === undefined ? undefined : task.timeoutMs / 1000}
        least={1}
        most={86_400}
        onChange={(seconds) =>
          onChange(
            (now) => without(now, 'timeoutMs', seconds === undefined ? undefined : Math.round(seconds * 1000)),
            'timeoutMs',
          )
        }
      />
    </>
  );
}

function without<Name extends keyof Task>(task: Task, name: Name, value: Task[Name]): Task {
  const { [name]: _, ...rest } = task;
  return (value === undefined ? rest : { ...task, [name]: value }) as Task;
}

function WaitsFor({ place, task, actions, onChange }: StepFormProps & { actions: BuildActions }) {
  const { catalogue } = useBuilderParts();
  const document = useBuilderState(({ history }) => history.present);
  const list = listOf(place);
  const named = namedIn(task);
  const beside = tasksIn(document, list).filter((each) => each.id !== task.id && !isBlank(each));
  const joins = ['all', 'any'] as const;
  return (
    <fieldset className="space-y-1.5">
      <legend className="pb-1 text-sm font-medium">{t('Comes after')}</legend>
      {beside.length === 0 && <p className="text-sm text-muted">{t('There is no other step beside it.')}</p>}
      {beside.map((other) => {
        const from = placeIn(list, other.id);
        const reason = actions.whyNot(from, place);
        const isNamed = named.has(other.id);
        return (
          <Checkbox
            key={other.id}
            label={titleOfStep(other, catalogue)}
            hint={isNamed ? t('Takes what it gives.') : reason}
            disabled={reason !== undefined}
            checked={isNamed || (task.after?.includes(other.id) ?? false)}
            onChange={(isOn) => (isOn ? actions.connect(from, place) : actions.disconnect(from, place))}
          />
        );
      })}
      {(task.after?.length ?? 0) > 1 && (
        <Select
          label={t('Goes on when')}
          value={typeof task.join === 'string' ? task.join : task.join ? undefined : 'all'}
          options={joins.map((join) => ({ value: join, label: join === 'all' ? t('All are done') : t('One is done') }))}
          onChange={(join) => onChange((now) => ({ ...now, join: join === 'any' ? 'any' : 'all' }), 'join')}
        />
      )}
    </fieldset>
  );
}

const endings = () => [
  { value: 'abort', label: t('The run ends') },
  { value: 'skip', label: t('It goes on without it') },
  { value: 'escalate', label: t('You are asked') },
  { value: 'recover', label: t('Other steps are done') },
];

function AfterFailure({ task, onChange }: StepFormProps) {
  const { builder } = useBuilderParts();
  const kind = typeof task.onError === 'object' ? 'recover' : (task.onError ?? 'abort');
  return (
    <Select
      label={t('When it fails')}
      value={kind}
      options={endings()}
      onChange={(next) =>
        onChange((now) => {
          if (next === 'recover') return { ...now, onError: { recover: [blankTask(allIds(builder.document()))] } };
          return without(now, 'onError', next === 'skip' || next === 'escalate' ? next : undefined);
        }, '')
      }
    />
  );
}
