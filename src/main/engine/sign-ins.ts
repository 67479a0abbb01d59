import type { McpService } from '../features/mcp/service.ts';
import type { ModelService } from '../features/models/model-service.ts';
import { checkSignIns, checkSignInsAction } from '../features/sign-ins/check-action.ts';
import { createSignInService, type SignInService } from '../features/sign-ins/service.ts';
import type { Ground } from './ground.ts';
import type { Catalogue } from '../orchestrator/catalogue.ts';

type Parts = { models: Pick<ModelService, 'overview' | 'listOf'>; mcp: () => Pick<McpService, 'list'> };

export function openSignIns({ clock }: Ground, { models, mcp }: Parts): SignInService {
  return createSignInService({
    clock,
    providers: () => models.overview().providers,
    ask: models.listOf,
    servers: () => mcp().list(),
  });
}

/** The catalogue with the check of keys and sign-ins as a step. */
export function withSignIns(catalogue: Catalogue): Catalogue {
  return { ...catalogue, action: (ref) => (ref === checkSignIns ? checkSignInsAction : catalogue.action(ref)) };
}
