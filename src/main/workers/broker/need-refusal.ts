import { homedir } from 'node:os';
import type { RefusalOf } from './access.ts';
import { canonicalPathSync, normalPath } from './paths/canonical-path.ts';
import { type KnownSecrets, secretInTarget } from './secrets/use-secret.ts';
import { createPathRules } from './paths/path-rules.ts';

/** `protectedFolders` and `environment` are those of the broker, which judges each access again. */
export function createRefusalOf(parts: {
  protectedFolders: string[];
  environment: NodeJS.ProcessEnv;
  scrubber: KnownSecrets;
}): RefusalOf {
  const homeFolder = homeFolderOf(parts.environment);
  const pathRules = createPathRules({ protectedFolders: parts.protectedFolders, homeFolder });
  return (need) => {
    const { capability, target } = need;
    const refusal = secretInTarget(need, parts.scrubber);
    if (refusal) return refusal;
    if (capability !== 'files.read' && capability !== 'files.write') return undefined;
    const named = normalPath(target);
    return pathRules.against(named) ?? pathRules.against(canonicalPathSync(named));
  };
}

export function homeFolderOf(environment: NodeJS.ProcessEnv): string {
  return environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
}
