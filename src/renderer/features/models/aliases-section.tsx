import { useCallback, useState } from 'react';
import type { ModelsOverview } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { keepChange } from '../../engine/keep-change.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { idOf } from './model-words.ts';
import { meantBy, readForChange } from './read-for-change.ts';
import { t } from '../../../words/words.ts';

const usual = ['fast', 'smart', 'local'];
const nothing = ' ';

/** Names of one's own for models: the rules, and who asks for a model, go by them. */
export function AliasesSection({ overview }: { overview: ModelsOverview }) {
  const { aliases, models } = overview;
  const [added, setAdded] = useState('');
  const keep = useKeepAlias(overview);
  const names = models.map(({ name }) => name);
  const known = [...new Set([...usual, ...aliases.map(({ alias }) => alias)])];
  const [first] = names;
  const id = idOf(added);
  return (
    <Section
      title={t('Aliases')}
      text={t('Names for models. Where one stands for several, the one that does best goes first.')}
    >
      {known.map((alias) => {
        const meant = meantBy(overview, alias);
        const value = meant.length === 0 ? nothing : meant.join(' ');
        const several = meant.length > 1 ? [{ value, label: meant.join(', ') }] : [];
        return (
          <Select
            key={alias}
            layout="inline"
            label={alias}
            value={value}
            onChange={(next) => void keep.run(alias, next === nothing ? [] : next.split(' '))}
            options={[
              { value: nothing, label: usual.includes(alias) ? t('Nothing yet') : t('Nothing: remove it') },
              ...several,
              ...names.map((name) => ({ value: name, label: name })),
            ]}
          />
        );
      })}
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (id === '' || first === undefined) return;
          void keep.run(id, [first]).then((isKept) => isKept && setAdded(''));
        }}
      >
        <TextField
          label={t('Another alias')}
          placeholder="careful"
          className="flex-1"
          value={added}
          onChange={setAdded}
        />
        <Button type="submit" disabled={id === '' || known.includes(id)}>
          {t('Add')}
        </Button>
      </form>
    </Section>
  );
}

function useKeepAlias(overview: ModelsOverview) {
  const { engine } = useHeron();
  const keep = useCallback(
    async (alias: string, names: string[]) => {
      await keepChange<Record<string, string[]>>({
        title: t('“{{alias}}” was changed', { alias }),
        before: { [alias]: meantBy(overview, alias) },
        after: { [alias]: names },
        hash: overview.hash,
        read: readForChange(engine, (now) => ({ [alias]: meantBy(now, alias) })),
        write: ({ [alias]: models = [] }, { hash: baseHash }) =>
          engine.client.models.keepAlias({ alias, models, baseHash }),
      });
    },
    [engine, overview],
  );
  return useAction(t('Could not keep the alias'), keep);
}
