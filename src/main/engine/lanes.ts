import type { Settings } from '../../contract/settings.ts';
import { whyNoModel } from './agents.ts';
import type { LaneParts } from '../features/conversations/lanes/lane-parts.ts';
import { createSteering, type Steering } from '../features/conversations/lanes/steering.ts';
import { messageIndex } from '../features/conversations/message-index.ts';
import { queueStore } from '../features/conversations/queue-store.ts';
import type { ConversationService } from '../features/conversations/service.ts';
import { conversationStore } from '../features/conversations/store.ts';
import type { DashboardParts } from '../features/dashboard/service.ts';
import type { ModelService } from '../features/models/model-service.ts';
import type { RunService } from '../features/runs/service.ts';
import type { Ground } from './ground.ts';

type CurrentSettings = { current: () => Settings };

/** What people say to agents at work. */
export function openSteering({ events: log, database, clock }: Ground): Steering {
  const [queued, store, index] = [queueStore(database), conversationStore(database), messageIndex(database)];
  return createSteering({ log, clock, queued, store, index });
}

/** What decides which conversation has a turn. */
export function lanesOf({
  settings,
  models,
  runs,
}: {
  settings: CurrentSettings;
  models: Pick<ModelService, 'get'>;
  runs: RunService;
}): LaneParts {
  return {
    settings: () => settings.current().lanes,
    canCollect: () => whyNoModel(models) === undefined,
    ...{ isWorking: runs.isWorkingIn, running: runs.conversationsAtWork, stopRuns: runs.stopIn },
    isRunning: runs.isUnended,
  };
}

export function laneFigures(
  { conversations }: { conversations: Pick<ConversationService, 'queue'> },
  settings: CurrentSettings,
): DashboardParts['lanes'] {
  return () => ({ ...conversations.queue.figures(), places: settings.current().lanes.conversations });
}
