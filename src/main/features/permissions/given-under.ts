import type { Manifest } from '../../../contract/manifest.ts';
import type { GivenUnder, Grant } from '../../../contract/permissions.ts';

export function givenUnderOf(manifest: Manifest): GivenUnder {
  return {
    version: manifest.version,
    capabilities: manifest.permissions.map(({ capability }) => capability),
    actions: Object.keys(manifest.actions),
  };
}

/**
 * Grants of an older Heron say nothing of the manifest they were given under: it is taken to be the one that is loaded
 * when they are first seen.
 */
export function adoptGrants(parts: {
  grants: Grant[];
  manifestOf: (workerId: string) => Manifest | undefined;
  keep: (id: string, under: GivenUnder) => void;
}): Grant[] {
  return parts.grants.map((grant) => {
    const manifest = grant.givenUnder ? undefined : parts.manifestOf(grant.workerId);
    if (!manifest) return grant;
    const givenUnder = givenUnderOf(manifest);
    parts.keep(grant.id, givenUnder);
    return { ...grant, givenUnder };
  });
}
