import { mannerIn, mannerText } from '../contract/manners.ts';
import type { Settings } from '../contract/settings.ts';
import { toFailure } from './base/errors.ts';
import { aroundStep } from './engine-tracing.ts';
import { askAgent } from './features/agents/ask-agent.ts';
import { conversationStore } from './features/conversations/store.ts';
import type { ModelService } from './features/models/model-service.ts';
import type { LiveRunParts } from './features/runs/live-run-parts.ts';
import type { Ground } from './ground.ts';
import type { ModelClient } from './models/model-client.ts';
import type { Catalogue } from './orchestrator/catalogue.ts';
import type { Hooks } from './workers/hooks/hooks.ts';
import type { ClassLimits } from './orchestrator/class-limits.ts';

type AgentGround = {
  client: ModelClient;
  catalogue: Catalogue;
  limits: ClassLimits;
  settings: () => Settings;
  hooks: Pick<Hooks, 'agentStopping'>;
};

/** What asks the models of agents. */
export function openAgents(
  ground: Ground,
  { client, catalogue, limits, settings, hooks }: AgentGround,
): NonNullable<LiveRunParts['askAgent']> {
  const store = conversationStore(ground.database);
  return async (question, { conversationId }) => {
    const { runId, path, priority, signal, agent } = question;
    const folder = conversationId === undefined ? undefined : store.get(conversationId)?.folder;
    const place = conversationId ? { conversationId } : {};
    const scope = {
      manner: mannerText(mannerIn(settings().manner, folder)),
      ...place,
      objectionTo: async (stop: { turns: number; answer: string }) =>
        (await hooks.agentStopping({ runId, ...place, because: 'answered', ...stop }, signal))?.reason,
    };
    const leave = await limits.take('model', { runId, priority, path }, signal);
    try {
      return await aroundStep(ground.tracing, { kind: 'model', name: agent.model ?? 'act' }, () =>
        askAgent({ client, catalogue, homeFolder: ground.host.homeFolder }, question, scope),
      );
    } finally {
      leave();
    }
  };
}

/** Why an agent could ask nobody. */
export function whyNoModel(models: Pick<ModelService, 'get'>): string | undefined {
  try {
    if (models.get()) return undefined;
    return 'An agent needs a model, and none is set: add one under Settings, Models, or set HERON_MODEL_BASE_URL and HERON_MODEL_NAME';
  } catch (error) {
    return `An agent needs a model, and the one that is set cannot be used: ${toFailure(error).message}`;
  }
}
