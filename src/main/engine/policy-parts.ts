import { policiesOf } from '../../contract/agents.ts';
import type { Manifest } from '../../contract/manifest.ts';
import type { Failure } from '../../contract/errors.ts';
import type { Health } from '../../contract/health.ts';
import { defaultPolicy, owner, type PolicySettings, strictestPolicy } from '../../contract/policy.ts';
import type { Clock } from '../base/clock.ts';
import type { Database } from '../base/database.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import type { EventLog } from '../base/event-log.ts';
import type { Logger } from '../base/logger.ts';
import type { ConversationService } from '../features/conversations/service.ts';
import type { Elevation } from '../features/conversations/elevated-command.ts';
import { createPolicy, type Policy } from '../features/permissions/policy/policy.ts';
import { previewPolicy } from '../features/permissions/policy/preview.ts';
import { createPolicyService, type PolicyService } from '../features/permissions/policy/service.ts';
import { createPermissions, type PermissionParts, type PermissionService } from '../features/permissions/service.ts';
import { permissionStore } from '../features/permissions/store.ts';
import type { SettingsService } from '../features/settings/service.ts';
import type { Ground } from './ground.ts';
import type { Catalogue } from '../orchestrator/catalogue.ts';
import type { RefusalOf } from '../workers/broker/access.ts';
import { canonicalTarget } from '../workers/broker/canonical-target.ts';
import type { FileJournal } from '../workers/broker/journal/file-journal.ts';
import { canonicalPathSync } from '../workers/broker/paths/canonical-path.ts';
import { kindOfPath } from '../workers/broker/paths/kind-of-path.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';

/** The policy in force, and why it is not the stored one, if that is so. */
export type PolicyInForce = { policy: PolicySettings; damage: Failure | undefined };

/** What cannot be read may have been narrow, so the narrowest holds until it is set again. */
export function startingPolicy(settings: Pick<SettingsService, 'one'>, logger: Logger): PolicyInForce {
  try {
    return { policy: settings.one('policy'), damage: undefined };
  } catch (error) {
    const damage = toFailure(error);
    logger.error('The stored policy is damaged; the strictest one holds until it is set again', damage);
    return { policy: strictestPolicy, damage };
  }
}

export function policyHealth({ policy, damage }: PolicyInForce): Omit<Health['components'][number], 'name'> {
  if (!damage) return { state: 'ok', message: `The profile ${policy.profile} is in force` };
  return {
    state: 'failed',
    message: `${damage.message}; until then only the strictest policy is in force (heron policy reset mends it)`,
  };
}

export type PolicyGround = {
  database: Database;
  events: EventLog;
  clock: Clock;
  homeFolder: string;
  policy: () => PolicySettings;
  registry: () => WorkerRegistry;
  refusalOf: RefusalOf;
  keptHosts: (secret: string) => readonly string[];
};

type OwnPermissionParts = Pick<PermissionParts, 'policy' | 'audit' | 'refusalOf' | 'answerTimes'> & {
  registry: () => WorkerRegistry;
  journal: Pick<FileJournal, 'madeByRun'>;
};

export function openPermissions(ground: Ground, parts: OwnPermissionParts): PermissionService {
  const { registry, journal, ...rest } = parts;
  return createPermissions({
    ...ground,
    ...rest,
    store: permissionStore(ground.database),
    manifestOf: (workerId) => manifestOf(registry(), workerId),
    canonicalTarget: (need) => canonicalTarget(need, ground.host.environment),
    kindOfPath,
    madeByRun: journal.madeByRun,
  });
}

export function openPolicy({ registry, refusalOf, homeFolder, ...ground }: PolicyGround): Policy {
  return createPolicy({
    ...ground,
    homeFolder: canonicalPathSync(homeFolder),
    isBundled: (workerId) => isBundled(registry(), workerId),
    isSecretPlace: (target) => {
      const refusal = refusalOf({ capability: 'files.read', target });
      return refusal?.opensByName === true || refusal?.rule.startsWith('credential') === true;
    },
  });
}

/** A bundled worker whose manifest can be read comes before an installed one of the same name. */
function isBundled(registry: WorkerRegistry, workerId: string): boolean {
  return registry.list().some(({ id, origin, manifest }) => id === workerId && origin === 'bundled' && manifest);
}

export type PolicyServiceGround = {
  policy: Policy;
  settings: { service: SettingsService; inForce: () => PolicyInForce };
  permissions: Pick<PermissionService, 'simulate'>;
  catalogue: Catalogue;
  homeFolder: string;
  conversations: Pick<ConversationService, 'get'>;
  registry: () => WorkerRegistry;
};

export function openPolicyService(ground: PolicyServiceGround): PolicyService {
  const { policy, settings, permissions, catalogue, homeFolder, conversations, registry } = ground;
  return createPolicyService({
    policy,
    damage: () => settings.inForce().damage,
    simulate: (request) => permissions.simulate(request, { catalogue, homeFolder }),
    preview: (draft, of) => previewPolicy({ policy, manifests: () => registry().manifests() }, draft, of),
    reset: async () => (await settings.service.update({ policy: defaultPolicy })).policy,
    policiesOfAgent: (name) => {
      const profile = settings.service.get().agents.named.find((agent) => agent.name === name);
      if (!profile) throw new HeronError('not-found', `agent: There is no agent ${name}`, { path: 'agent' });
      return policiesOf(profile) ?? [];
    },
    findConversation: (conversationId) => void conversations.get(conversationId),
  });
}

/** What a conversation may set of its own policy. Who speaks in one is the owner: no other surface reaches it. */
export function elevationOf(policy: Policy): Elevation {
  return {
    of: (conversationId) => policy.state(conversationId).elevated,
    set: (conversationId, mode) => policy.setMode({ conversationId }, mode, owner),
  };
}

export function manifestOf(registry: WorkerRegistry, workerId: string): Manifest | undefined {
  return registry.manifests().find(({ id }) => id === workerId);
}
