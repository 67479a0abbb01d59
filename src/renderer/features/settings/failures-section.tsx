import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import type { SettingsFormProps } from './settings-form.tsx';
import { t } from '../../../words/words.ts';

/** What hears of workflows that failed while nobody was there. */
export function FailuresSection({ settings, onChange }: SettingsFormProps) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.workflows.list(), [engine]);
  const workflows = useQuery(engine.state, load).data ?? [];
  const { errorWorkflow } = settings;
  const isKnown = errorWorkflow === '' || workflows.some(({ id }) => id === errorWorkflow);
  return (
    <Section title={t('When a workflow fails')}>
      <Select
        label={t('Run this workflow')}
        hint={t(
          'When another one fails that was started by itself and names none. It gets what went wrong as input.failure.',
        )}
        value={errorWorkflow}
        options={[
          { value: '', label: t('None') },
          ...(isKnown ? [] : [{ value: errorWorkflow, label: t('One that is not there any more') }]),
          ...workflows.map(({ id, title }) => ({ value: id, label: title })),
        ]}
        onChange={(next) => onChange({ errorWorkflow: next })}
      />
    </Section>
  );
}
