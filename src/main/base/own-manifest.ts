import type { ActionManifest, Manifest } from '../../contract/manifest.ts';

type Written = Record<string, unknown>;

/**
 * A manifest of Heron's own, with what is usual where it says nothing. `Manifest` would fill in the same and check the rest, but
 * making that schema and running it takes each start as long as opening the database: a test checks these instead.
 */
export function ownManifest(written: Written & { limits: Written; actions: Record<string, Written> }): Manifest {
  const actions = Object.entries(written.actions).map(([name, action]) => [name, ownAction(action)]);
  const made = {
    ...{ entry: 'index.ts', permissions: [], secrets: [], hooks: [], triggers: {}, tips: [] },
    ...written,
    limits: { openFiles: 64, blobMb: 1024, messagesPerSecond: 10_000, ...written.limits },
    actions: Object.fromEntries(actions) as Manifest['actions'],
  };
  return made as unknown as Manifest;
}

function ownAction({ cost, ...written }: Written): ActionManifest {
  const made = {
    ...{ needs: [], defaults: {}, phrases: [], streaming: false },
    ...written,
    ...(cost ? { cost: { tokens: 0, money: 0, ...cost } } : {}),
  };
  return made as unknown as ActionManifest;
}
