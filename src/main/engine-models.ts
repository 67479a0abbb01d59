import type { Settings } from '../contract/settings.ts';
import type { ModelOption } from '../contract/spending.ts';
import { conversationStore } from './features/conversations/store.ts';
import type { ModelService } from './features/models/service.ts';
import { createSpending, type SpendingService } from './features/spending/service.ts';
import type { Ground } from './ground.ts';
import { createGuards, type Guards } from './models/guards/with-guards.ts';

/** What stands around every request to a model. */
export function openGuards({ database, clock, events }: Ground, settings: () => Settings): Guards {
  const conversations = conversationStore(database);
  return createGuards({
    ...{ database, clock, log: events, settings },
    chosenIn: (conversationId) => conversations.get(conversationId)?.model,
  });
}

export function openSpending(
  { clock }: Ground,
  { guards, models }: { guards: Guards; models: ModelService },
): SpendingService {
  return createSpending({ guards, clock, options: () => optionsOf(models) });
}

/** What the server of the configured model has; it alone while the server does not say. */
async function optionsOf(models: ModelService): Promise<ModelOption[]> {
  const configured = models.get();
  if (!configured) return [];
  const { baseUrl, model } = configured;
  const names = await models.available({ baseUrl }).catch(() => []);
  const others = names.filter((name) => name !== model).map((name) => ({ model: name }));
  return [{ model, note: 'set in Settings, Models' }, ...others];
}
