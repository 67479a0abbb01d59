import { useCallback } from 'react';
import { keptUnder } from '../../../contract/imports.ts';
import type { Json, ObjectSchema } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { typeOfValue } from '../../../contract/schema-types.ts';
import { stepNameOf, workflowIdIn } from '../../../contract/workflow-steps.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Select } from '../../ui/select.tsx';
import { useBuilderState } from './builder-context.ts';
import { InputField } from './input-field.tsx';
import type { StepFormProps } from './step-form.ts';
import { t } from '../../../words/words.ts';

/** Where a workflow keeps the file it was imported from. */
const foreign = new Set<string>(Object.values(keptUnder));

type Parameters = Pick<ObjectSchema, 'properties' | 'required'>;

/** Which other workflow or template is done, and what it is given. */
export function SubWorkflowForm({
  place,
  errorOf,
  onChange,
  template,
}: StepFormProps & { template: NonNullable<Task['template']> }) {
  const { name } = template;
  const options = useOptions();
  const labelOf = (value: string): string | undefined => options.find((one) => one.value === value)?.label;
  // One that was given no title of its own is called after what it does.
  const titled = ({ title }: Task, next: string): Pick<Task, 'title'> =>
    title === undefined || title === t('Sub-workflow') || title === labelOf(name) ? { title: labelOf(next) } : {};
  const { properties = {}, required = [] } = useParameters(name);
  return (
    <>
      <Select
        label={t('Does')}
        error={errorOf('template.name')}
        value={name}
        options={options}
        onChange={(next) =>
          onChange((now) => ({ ...now, ...titled(now, next), template: { name: next, input: {} } }), 'template.name')
        }
      />
      {Object.entries(properties).map(([field, schema]) => (
        <InputField
          key={field}
          port={{ name: field, schema, isRequired: required.includes(field) }}
          {...{ place, value: template.input?.[field], error: errorOf(`template.input.${field}`) }}
          onChange={(value) =>
            onChange((now) => {
              const { [field]: _, ...rest } = now.template?.input ?? {};
              return { ...now, template: { name, input: value === undefined ? rest : { ...rest, [field]: value } } };
            }, `template.input.${field}`)
          }
        />
      ))}
    </>
  );
}

/** One’s workflows but this one, then the templates. */
function useOptions(): { value: string; label: string }[] {
  const { engine } = useHeron();
  const own = useBuilderState(({ kept }) => kept.id);
  const load = useCallback(
    () => Promise.all([engine.client.workflows.list(), engine.client.templates.list()]),
    [engine],
  );
  const [workflows = [], templates = []] = useQuery(engine.state, load).data ?? [];
  return [
    ...workflows.filter(({ id }) => id !== own).map(({ id, title }) => ({ value: stepNameOf(id), label: title })),
    ...templates.map(({ name, title }) => ({ value: name, label: title })),
  ];
}

/** Of a workflow the fields of its input, each of the kind that its example has. */
function useParameters(name: string): Parameters {
  const { engine } = useHeron();
  const load = useCallback(async (): Promise<Parameters | undefined> => {
    const workflowId = workflowIdIn(name);
    if (workflowId === undefined) return (await engine.client.templates.get({ name })).template?.parameters;
    const { document } = await engine.client.workflows.get({ workflowId });
    const fields = Object.entries(document.input ?? {}).filter(([field]) => !foreign.has(field));
    return { properties: Object.fromEntries(fields.map(withKind)) };
  }, [engine, name]);
  return useQuery(engine.state, load).data ?? { properties: {} };
}

function withKind([field, value]: [string, Json]): [string, Record<string, unknown>] {
  const description = t('Else: {{value}}', { value: JSON.stringify(value).slice(0, 60) });
  return [field, value === null ? {} : { type: typeOfValue(value), description }];
}
