import type { ModelsOverview } from '../../../contract/models.ts';
import type { Engine } from '../../engine/connect.ts';

/** Reads again what a change is about. */
export function readForChange<Fields>(
  { client }: Pick<Engine, 'client'>,
  fieldsOf: (overview: ModelsOverview) => Fields,
): () => Promise<{ fields: Fields; hash: string }> {
  return async () => {
    const overview = await client.models.overview({});
    return { fields: fieldsOf(overview), hash: overview.hash };
  };
}

export const meantBy = ({ aliases }: ModelsOverview, alias: string): string[] =>
  aliases.find((one) => one.alias === alias)?.models ?? [];

/** Empty where it is the usual one. */
export const ownRule = ({ routes }: ModelsOverview, purpose: string): string[] => {
  const route = routes.find((one) => one.purpose === purpose);
  return route?.isOwn ? route.models : [];
};
