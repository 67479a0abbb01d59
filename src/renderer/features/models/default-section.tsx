import { useCallback } from 'react';
import type { ModelsOverview } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { keepChange } from '../../engine/keep-change.ts';
import { useAction } from '../../engine/use-action.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { meantBy, ownRule, readForChange } from './read-for-change.ts';
import { t } from '../../../words/words.ts';

/** Which model plans and works, where nothing else is said. */
export function DefaultSection({ overview }: { overview: ModelsOverview }) {
  const { routes, models, decidedBy } = overview;
  const choose = useChooseDefault(overview);
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

/** What decides who plans and works. */
type Decided = { smart: string[]; plan: string[]; act: string[] };

const decidedOf = (overview: ModelsOverview): Decided => ({
  smart: meantBy(overview, 'smart'),
  plan: ownRule(overview, 'plan'),
  act: ownRule(overview, 'act'),
});

function useChooseDefault(overview: ModelsOverview) {
  const { engine } = useHeron();
  const choose = useCallback(
    async (model: string) => {
      const { models } = engine.client;
      await keepChange<Decided>({
        title: t('{{model}} plans from now on', { model }),
        ...{ before: decidedOf(overview), after: { smart: [model], plan: [], act: [] } },
        ...{ hash: overview.hash, read: readForChange(engine, decidedOf) },
        write: (_, { hash: baseHash }) => models.setDefault({ model, baseHash }),
        // After the first of them the hash is another one.
        back: async ({ smart, plan, act }, { hash: baseHash }) => {
          if (smart) await models.keepAlias({ alias: 'smart', models: smart, baseHash });
          if (plan) await models.keepRoute({ purpose: 'plan', models: plan, ...(smart ? {} : { baseHash }) });
          if (act) await models.keepRoute({ purpose: 'act', models: act, ...(smart || plan ? {} : { baseHash }) });
        },
      });
    },
    [engine, overview],
  );
  return useAction(t('Could not choose the model'), choose);
}
