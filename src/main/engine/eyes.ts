import type { Json } from '../../contract/json.ts';
import type { Settings } from '../../contract/settings.ts';
import { look, type LookParts } from '../features/eyes/look.ts';
import { cameraManifest, screenManifest } from '../features/eyes/manifests.ts';
import { createReader } from '../features/eyes/reading/reader.ts';
import { createEyes, type EyesService } from '../features/eyes/service.ts';
import type { ModelService } from '../features/models/model-service.ts';
import type { Policy } from '../features/permissions/policy/policy.ts';
import type { Ground } from './ground.ts';
import type { ModelClient } from '../models/model-client.ts';
import type { BlobStore } from '../workers/broker/blobs/blob-store.ts';
import { type EngineCall, engineWorker } from '../workers/engine-worker.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';

type EyesGround = {
  settings: { current: () => Settings };
  policy: Pick<Policy, 'readings'>;
  blobs: Pick<BlobStore, 'create'>;
  client: ModelClient;
  models: Pick<ModelService, 'get'>;
  workers: { registry: Pick<WorkerRegistry, 'putOutside'> };
};

const mostBytes = 40_000_000;

/** What people show to Heron: to windows by calls, to plans and agents as two workers. */
export async function openEyes(ground: Ground, parts: EyesGround): Promise<{ eyes: EyesService }> {
  const { host, events, makeId, clock } = ground;
  const { settings, policy, blobs, client, models } = parts;
  const logger = ground.logger.from('eyes');
  const reader = createReader({ nodeBinary: host.nodeBinary, appFolder: host.appFolder, logger });
  const hasModel = (): boolean => models.get() !== null;
  const eyes = createEyes({
    ...{ log: events, makeId, clock, reader, hasModel, environment: host.environment, screens: host.screens },
    settings: () => settings.current().eyes,
  });
  const looking: LookParts = {
    ...{ log: events, requests: eyes.requests, kept: eyes.kept, reader, client, hasModel },
    async keep(scope, name, bytes) {
      const blob = await blobs.create(scope, { mediaType: 'image/png', name }, mostBytes);
      try {
        await blob.append(bytes);
        return await blob.finish();
      } finally {
        await blob.abandon();
      }
    },
    mark: (scope, source) => policy.readings.seen(scope, source),
  };
  for (const [kind, manifest] of [
    ['screen', screenManifest()],
    ['camera', cameraManifest()],
  ] as const) {
    const candidate = engineWorker(manifest, (call) => seeing(ground, looking, kind, call));
    await parts.workers.registry.putOutside(candidate.folder, candidate);
  }
  return { eyes };
}

function seeing(
  { events }: Ground,
  parts: LookParts,
  kind: 'screen' | 'camera',
  { action, input, runId, taskId, signal, onUsed }: EngineCall,
): Promise<Json> {
  const conversationId = events.last('run.created', { runId })?.scope.conversationId;
  return look(parts, {
    ...{ kind, action, signal, question: typeof input['question'] === 'string' ? input['question'] : '' },
    wantsBoxes: input['boxes'] === true,
    scope: { runId, taskId, ...(conversationId === undefined ? {} : { conversationId }) },
    onUsed: ({ inputTokens, outputTokens, money }) =>
      onUsed({ tokens: inputTokens + outputTokens, ...(money ? { money } : {}) }),
  });
}
