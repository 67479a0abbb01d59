import type { Manifest, TrustFlags } from '../../../../contract/manifest.ts';
import type { PolicySettings } from '../../../../contract/policy.ts';
import { type Tool, toolOf } from './tools.ts';
import { localFlags, serviceFlags, type TrustGround, workerFlags } from './trust.ts';
import { isLocalGit } from '../../../base/commands/closed-git.ts';
import { readClosedRestic } from '../../../base/commands/closed-restic.ts';
import { systemProgram } from './local-programs.ts';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';

/**
 * Of git only what Heron's own worker asks for: it has looked whether the repository's settings are harmless. A restic that
 * works in a folder of this machine prints names and figures, and sends nothing.
 */
function staysHere({ capability, target, args = [] }: PermissionNeed): boolean {
  if (capability !== 'shell') return false;
  const program = systemProgram(target);
  return program === 'git' ? isLocalGit(args) : program === 'restic' && readClosedRestic(args) !== undefined;
}

export type WorkerFactParts = {
  policy: () => PolicySettings;
  homeFolder: string;
  isBundled: (workerId: string) => boolean;
  isSecretPlace: (path: string) => boolean;
};

/** What is known of workers and of the services behind what they reach for. */
export type WorkerFacts = {
  ground(): TrustGround;
  toolFor(manifest: Manifest, action: string | undefined): Tool;
  flagsOf(manifest: Manifest): TrustFlags;
  flagsBehind(manifest: Manifest, need: PermissionNeed): TrustFlags;
  /** Has anybody said what may be believed of it? */
  isVouched(manifest: Manifest): boolean;
};

export function createWorkerFacts({ policy, homeFolder, isBundled, isSecretPlace }: WorkerFactParts): WorkerFacts {
  const origins = new WeakMap<Manifest, boolean>();
  const tools = new WeakMap<Manifest, Map<string | undefined, Tool>>();
  const ground = (): TrustGround => ({ trust: policy().trust, homeFolder });
  const flagsOf = (manifest: Manifest): TrustFlags => workerFlags(ground(), manifest, comesWithHeron(manifest));

  /** A manifest object belongs to one loading of one worker, and so does where that came from. */
  function comesWithHeron(manifest: Manifest): boolean {
    let known = origins.get(manifest);
    if (known === undefined) origins.set(manifest, (known = isBundled(manifest.id)));
    return known;
  }

  return {
    ground,
    flagsOf,
    flagsBehind: (manifest, need) => {
      const isAtHome = comesWithHeron(manifest) && staysHere(need);
      const flags = serviceFlags(ground(), need, isAtHome ? localFlags : flagsOf(manifest));
      return need.capability === 'files.read' && isSecretPlace(need.target) ? { ...flags, sensitive: true } : flags;
    },
    toolFor: (manifest, action) => {
      let known = tools.get(manifest);
      if (!known) tools.set(manifest, (known = new Map()));
      let tool = known.get(action);
      if (!tool) known.set(action, (tool = toolOf(manifest, action, comesWithHeron(manifest))));
      return tool;
    },
    isVouched: (manifest) => {
      const { id, trust } = manifest;
      return policy().trust[`worker:${id}`] !== undefined || (comesWithHeron(manifest) && trust !== undefined);
    },
  };
}
