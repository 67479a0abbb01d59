import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import type { SelectOption } from '../../ui/select.tsx';
import { t } from '../../../words/words.ts';

/** What can start by itself. The one that is chosen is there even when it is gone. */
export function useWorkOptions(chosen: string): SelectOption[] {
  const { engine } = useHeron();
  const load = useCallback(
    () => Promise.all([engine.client.workflows.list(), engine.client.templates.list()]),
    [engine],
  );
  const { data: [workflows, templates] = [[], []] } = useQuery(engine.state, load);
  const options: SelectOption[] = [
    { value: 'sentence', label: t('A sentence') },
    { value: 'heartbeat', label: t('Heartbeat: go through HEARTBEAT.md') },
    ...workflows.map(({ id, title }) => ({ value: `workflow:${id}`, label: title, group: t('Workflows') })),
    ...templates.map(({ name, title, issues }) => ({
      ...{ value: `template:${name}`, label: title, group: t('Templates'), disabled: issues.length > 0 },
    })),
  ];
  if (options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: t('Something that is not there') }];
}
