import { useMemo } from 'react';
import type { ActionManifest, Manifest } from '../../../contract/manifest.ts';
import { useManifests } from '../workers/use-manifests.ts';

/** An action that a step can do, with the worker that does it. */
export type CatalogueAction = { ref: string; workerId: string; workerName: string; action: ActionManifest };

export type Catalogue = {
  /** By worker, each by its name. */
  workers: { id: string; name: string; actions: CatalogueAction[] }[];
  action: (ref: string | undefined) => CatalogueAction | undefined;
};

export function catalogueOf(manifests: readonly Manifest[]): Catalogue {
  const workers = manifests
    .map(({ id, name, actions }) => ({
      ...{ id, name },
      actions: Object.entries(actions).map(([key, action]) => ({
        ...{ ref: `${id}.${key}`, workerId: id, workerName: name, action },
      })),
    }))
    .filter(({ actions }) => actions.length > 0)
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const byRef = new Map(workers.flatMap(({ actions }) => actions.map((each) => [each.ref, each] as const)));
  return { workers, action: (ref) => (ref === undefined ? undefined : byRef.get(ref)) };
}

export function useCatalogue(): Catalogue {
  const manifests = useManifests();
  return useMemo(() => catalogueOf(manifests), [manifests]);
}
