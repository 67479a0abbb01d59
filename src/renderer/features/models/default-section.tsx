import { useCallback } from 'react';
import type { ModelsOverview } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { t } from '../../words/words.ts';

/** Which model plans and works, where nothing else is said. */
export function DefaultSection({ overview: { routes, models, decidedBy } }: { overview: ModelsOverview }) {
  const { engine } = useHeron();
  const choosing = useCallback(
    async (model: string) => void (await engine.client.models.setDefault({ model })),
    [engine],
  );
  const choose = useAction(t('Could not choose the model'), choosing);
  const now = routes.find(({ purpose }) => purpose === 'plan')?.first ?? '';
  return (
    <Section
      title={t('Default model')}
      text={t('Plans and works wherever nothing else is said. The others stand in for it.')}
    >
      <Select
        layout="inline"
        label={t('Default model')}
        value={now}
        disabled={decidedBy !== undefined || choose.isBusy}
        onChange={(model) => void choose.run(model)}
        options={models.map(({ name }) => ({ value: name, label: name }))}
      />
    </Section>
  );
}
