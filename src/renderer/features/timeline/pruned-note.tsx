import { useCallback, useEffect } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { exactTimeText } from '../../ui/time-text.ts';
import { t } from '../../../words/words.ts';

/** Says that the list is not all there ever was. Where that cannot be known, it says nothing. */
export function PrunedNote() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.history.get({}), [engine]);
  const { data, reload } = useQuery(engine.state, load);
  useEffect(
    () =>
      engine.subscribe((events) => {
        if (events.some(({ type }) => type === 'history.pruned')) void reload();
      }),
    [engine, reload],
  );
  if (!data?.last) return null;
  const { at, by } = data.last;
  return (
    <p className="border-t px-4 py-2 text-2xs text-muted">
      {by === 'policy'
        ? t('Older runs were removed on {{at}}, as the settings say.', { at: exactTimeText(at) })
        : t('Older runs were removed on {{at}}, as you asked.', { at: exactTimeText(at) })}
    </p>
  );
}
