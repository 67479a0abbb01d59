import { useCallback } from 'react';
import type { ModelsOverview } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';

/** Aliases and models, as options; with the chosen one, also where it is not there any more. */
export function useModelNames(chosen: string): { value: string; label: string }[] {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.models.overview({}), [engine]);
  const { data } = useQuery(engine.state, load);
  return namesOf(data, chosen);
}

function namesOf(overview: ModelsOverview | undefined, chosen: string): { value: string; label: string }[] {
  const aliases = overview?.aliases.filter(({ models }) => models.length > 0).map(({ alias }) => alias) ?? [];
  const names = [...aliases, ...(overview?.models.map(({ name }) => name) ?? [])];
  const all = chosen === '' || names.includes(chosen) ? names : [chosen, ...names];
  return all.map((name) => ({ value: name, label: name }));
}
