import { join } from 'node:path';
import type { Manifest } from '../../contract/manifest.ts';
import type { Grant } from '../../contract/permissions.ts';
import { HeronError } from '../base/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import type { ModelService } from '../features/models/model-service.ts';
import { createTips, type TipService } from '../features/tips/service.ts';
import { tipStore } from '../features/tips/store.ts';
import { manifestOf } from './policy-parts.ts';
import type { AllowFolder } from '../features/permissions/handlers.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import type { PlanService } from '../features/plans/service.ts';
import { createWelcome, type WelcomeService } from '../features/welcome/service.ts';
import { welcomeStore } from '../features/welcome/store.ts';
import { isFolder } from '../features/welcome/usual-folders.ts';
import type { Ground } from './ground.ts';
import type { RefusalOf } from '../workers/broker/access.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';

type GuideGround = {
  models: ModelService;
  settings: { current: () => Settings };
  permissions: PermissionService;
  plans: PlanService;
  registry: () => WorkerRegistry;
  refusalOf: RefusalOf;
};

/** What leads people: the first start, and a tip now and then. */
export function openGuide(
  ground: Ground,
  parts: GuideGround,
): { welcome: WelcomeService; allowFolder: AllowFolder; tips: TipService } {
  return { ...openWelcome(ground, parts), tips: openTips(ground, parts) };
}

function openTips({ events, database, logger }: Ground, { models, settings, registry }: GuideGround): TipService {
  const store = tipStore(database);
  return createTips({
    ...{ log: events, store, logger: logger.from('tips') },
    ...{ completedRuns: store.completedRuns, changedFiles: store.changedFiles },
    isOn: () => settings.current().tips,
    hasModel: () => models.get() !== null,
    manifestOf: (id) => manifestOf(registry(), id),
  });
}

/** The first start, and what it lets Heron see. */
function openWelcome(
  { host, database, events }: Ground,
  { permissions, plans, registry, refusalOf }: GuideGround,
): { welcome: WelcomeService; allowFolder: AllowFolder } {
  const { homeFolder, environment } = host;
  const needs = (path: string) =>
    readers(registry()).map(({ id: workerId }) => ({
      workerId,
      need: { capability: 'files.read' as const, target: path },
    }));
  const isAllowed = (path: string): boolean => {
    const wanted = needs(path);
    return wanted.length > 0 && wanted.every(permissions.isAllowedAhead);
  };
  const welcome = createWelcome({
    ...{ log: events, store: welcomeStore(database), homeFolder, environment, isAllowed },
    readers: () => readers(registry()).map(({ name }) => name),
    allowedFolders: () => foldersOf(permissions.grants()).filter(isAllowed),
    mayWrite: (target) => refusalOf({ capability: 'files.write', target }) === undefined,
    canPlan: plans.canPlanByRules,
  });
  return {
    welcome,
    allowFolder: async (given) => {
      const path = given === '~' || /^~[\\/]/.test(given) ? join(homeFolder, given.slice(1)) : given;
      const wanted = needs(path).filter((one) => !permissions.isAllowedAhead(one));
      if (!isFolder(path)) throw new HeronError('not-found', `${path} is no folder that Heron could see`, { path });
      return permissions.allowAhead(wanted);
    },
  };
}

/** Heron's own workers that read files and keep what they read with the person. */
function readers(registry: WorkerRegistry): Manifest[] {
  return registry.list().flatMap(({ origin, manifest }) => {
    const reads = manifest?.permissions.some(({ capability }) => capability === 'files.read');
    return origin === 'bundled' && reads && manifest?.trust?.trustedSink ? [manifest] : [];
  });
}

function foldersOf(grants: Grant[]): string[] {
  const read = grants.filter(({ capability, match }) => capability === 'files.read' && match === 'below');
  return [...new Set(read.map(({ target }) => target))].filter(isFolder);
}
