import type { Json } from '../../contract/json.ts';
import type { Settings } from '../../contract/settings.ts';
import { machineZone } from '../base/machine-zone.ts';
import { callManifest } from '../features/calls/manifest.ts';
import { type CallService, createCalls } from '../features/calls/service.ts';
import type { Ground } from './ground.ts';
import { isOwnWish } from './own-wish.ts';
import { type EngineCall, engineWorker } from '../workers/engine-worker.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';

type CallGround = {
  settings: { current: () => Settings };
  workers: { registry: Pick<WorkerRegistry, 'putOutside'> };
};

/** Calls to the person: to windows by calls of the contract, to plans and agents as a worker. */
export async function openCalls(ground: Ground, { settings, workers }: CallGround): Promise<{ calls: CallService }> {
  const { events, makeId, clock } = ground;
  const logger = ground.logger.from('calls');
  const calls = createCalls({
    ...{ log: events, makeId, clock, logger, zone: machineZone },
    settings: () => settings.current().calls,
  });
  const candidate = engineWorker(callManifest(), (call) => placed(ground, calls, call));
  await workers.registry.putOutside(candidate.folder, candidate);
  return { calls };
}

async function placed({ events }: Ground, calls: CallService, call: EngineCall): Promise<Json> {
  const { input, runId, taskId, signal } = call;
  const created = events.last('run.created', { runId });
  const conversationId = created?.scope.conversationId;
  // What a model came up with keeps to the quiet hours; what a person put together by hand or by the rules is their own appointment.
  const isAppointed = isOwnWish(events, { runId, taskId });
  const { text } = input as { text: string }; // as its manifest has it, which was checked
  const about = created?.payload.plan.title ?? '';
  const wanted = { text, about, runId, taskId, isAppointed, ...(conversationId ? { conversationId } : {}) };
  return { outcome: await calls.place(wanted, signal) };
}
