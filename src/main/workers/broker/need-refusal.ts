import { homedir } from 'node:os';
import type { RefusalOf } from './access.ts';
import { canonicalPathSync, normalPath } from './paths/canonical-path.ts';
import { type KnownSecrets, secretInTarget } from './secrets/use-secret.ts';
import { againstBoth, createPathRules } from './paths/path-rules.ts';
import { createSocketRules } from './paths/socket-rules.ts';

/** `protectedFolders` and `environment` are those of the broker, which judges each access again. */
export function createRefusalOf(parts: {
  protectedFolders: string[];
  environment: NodeJS.ProcessEnv;
  scrubber: KnownSecrets;
}): RefusalOf {
  const homeFolder = homeFolderOf(parts.environment);
  const pathRules = createPathRules({ protectedFolders: parts.protectedFolders, homeFolder });
  const socketRules = createSocketRules({ pathRules, environment: parts.environment });
  return (need) => {
    const { capability, target } = need;
    const refusal = secretInTarget(need, parts.scrubber);
    if (refusal) return refusal;
    const rules = { 'files.read': pathRules, 'files.write': pathRules, socket: socketRules }[capability as string];
    if (!rules) return undefined;
    const named = normalPath(target);
    const byName = rules.against(named);
    // Where it leads need not be known then, and perhaps cannot be.
    return byName && !byName.opensByName ? byName : againstBoth(rules, named, canonicalPathSync(named));
  };
}

export function homeFolderOf(environment: NodeJS.ProcessEnv): string {
  return environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
}
