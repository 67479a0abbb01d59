import { useCallback } from 'react';
import type { ModelPurpose, ModelsOverview } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { keepChange } from '../../engine/keep-change.ts';
import { useAction } from '../../engine/use-action.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { purposeWords } from './model-words.ts';
import { ownRule, readForChange } from './read-for-change.ts';
import { orderText } from '../../ui/list-text.ts';
import { t } from '../../../words/words.ts';

const usual = ' ';

/** What each purpose uses: its rule, and who that is now. */
export function RoutesSection({ overview }: { overview: ModelsOverview }) {
  const { routes, aliases, models } = overview;
  const keep = useKeepRoute(overview);
  const choices = [...aliases.map(({ alias }) => alias), ...models.map(({ name }) => name)];
  return (
    <Section
      title={t('What is used for what')}
      text={t(
        'Pictures only go to models that see them, tools only to those that call them. When the first choice cannot, the others follow.',
      )}
    >
      {routes.map(({ purpose, models: ruled, isOwn, first }) => {
        const { title, hint } = purposeWords()[purpose];
        const value = isOwn ? ruled.join(' ') : usual;
        const own = isOwn && !choices.includes(value) ? [{ value, label: orderText(ruled) }] : [];
        return (
          <Select
            key={purpose}
            layout="inline"
            label={title}
            hint={first === undefined ? hint : t('{{hint}}. Now: {{first}}', { hint, first })}
            value={value}
            onChange={(next) => void keep.run(purpose, next === usual ? [] : next.split(' '))}
            options={[
              {
                value: usual,
                label: isOwn ? t('The usual rule') : t('The usual rule: {{order}}', { order: orderText(ruled) }),
              },
              ...own,
              ...choices.map((name) => ({ value: name, label: name })),
            ]}
          />
        );
      })}
    </Section>
  );
}

function useKeepRoute(overview: ModelsOverview) {
  const { engine } = useHeron();
  const keep = useCallback(
    async (purpose: ModelPurpose, names: string[]) => {
      const { title } = purposeWords()[purpose];
      await keepChange<Record<string, string[]>>({
        title: t('“{{title}}” was changed', { title }),
        before: { [title]: ownRule(overview, purpose) },
        after: { [title]: names },
        hash: overview.hash,
        read: readForChange(engine, (now) => ({ [title]: ownRule(now, purpose) })),
        write: ({ [title]: models = [] }, { hash: baseHash }) =>
          engine.client.models.keepRoute({ purpose, models, baseHash }),
      });
    },
    [engine, overview],
  );
  return useAction(t('Could not keep the rule'), keep);
}
