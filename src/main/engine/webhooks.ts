import { HeronError } from '../base/errors.ts';
import type { WebhookBody, WebhookReceiver } from '../base/webhook-call.ts';
import { calledWith, keptUnder } from '../../contract/imports.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { WorkflowDocument } from '../../contract/workflows.ts';
import type { RunService } from '../features/runs/service.ts';
import type { Policy } from '../features/permissions/policy/policy.ts';
import type { WebhookParts } from '../features/runs/webhook-parts.ts';
import type { StartByCallParts } from '../features/triggers/start-by-call.ts';
import type { WorkflowService } from '../features/workflows/service.ts';
import type { SigningSecrets } from '../features/triggers/signed-calls.ts';
import { createTriggers, type TriggerService } from '../features/triggers/service.ts';
import { triggerStore } from '../features/triggers/store.ts';
import type { Ground } from './ground.ts';
import type { Catalogue } from '../orchestrator/catalogue.ts';
import { type WaitRows, waitRows } from '../orchestrator/waits/wait-rows.ts';
import type { BlobStore } from '../workers/broker/blobs/blob-store.ts';

/** How the addresses begin that are called from outside; known once somebody serves them. */
export type WebhookBase = { base: () => Promise<string>; servedAt: WebhookReceiver['servedAt'] };

export function createWebhookBase(): WebhookBase {
  let served: (() => Promise<string>) | undefined;
  return {
    base: async () => {
      if (served) return served();
      throw new HeronError('unsupported', 'This engine only carries out a command, so nothing can call it');
    },
    servedAt: (base) => {
      served = base;
    },
  };
}

type Parts = Pick<WebhookBase, 'servedAt'> & {
  runs: Pick<RunService, 'calledAt'>;
  triggers: Pick<TriggerService, 'calledAt' | 'isAny'>;
  rows: Pick<WaitRows, 'ofWebhooks'>;
};

/** A call is for the task of a run, or starts one. */
function webhookReceiver({ servedAt, runs, triggers, rows }: Parts): WebhookReceiver {
  return {
    servedAt,
    at: (path) => runs.calledAt(path) ?? triggers.calledAt(path),
    isAwaited: () => triggers.isAny() || rows.ofWebhooks().length > 0,
  };
}

const largestBodyBytes = 16 * 1024 * 1024;

/** Bytes that nobody here understands become a blob of the run. */
function keepBody(blobs: Pick<BlobStore, 'create'>) {
  return async (
    scope: { runId: string; taskId: string },
    { bytes, mediaType }: Extract<WebhookBody, { bytes: Buffer }>,
  ): Promise<Json> => {
    const blob = await blobs.create(scope, { mediaType, name: undefined }, largestBodyBytes);
    try {
      await blob.append(bytes);
      const { id } = await blob.finish();
      return { blob: id, mediaType, bytes: bytes.length };
    } catch (error) {
      await blob.abandon();
      throw error;
    }
  };
}

/** What runs need to be called from outside. */
export function webhookParts(
  { base }: WebhookBase,
  { readings }: Policy,
  blobs: Pick<BlobStore, 'create'>,
): WebhookParts {
  return { base, called: readings.called, started: readings.started, keep: keepBody(blobs) };
}

/** Which runs triggers have started. */
export function noteStarts({ database }: Ground) {
  return triggerStore(database).noteStart;
}

/** Of a workflow that came from another program a caller gives what it works on, and neither its nodes nor where it begins. */
function withoutKept(input: JsonObject, { input: own = {} }: WorkflowDocument): JsonObject {
  const kept = Object.values(keptUnder).filter((name) => name in own);
  if (kept.length === 0) return input;
  // Where a node listens for calls, all that was sent is what that one begins with.
  if (calledWith in own) return { [calledWith]: input };
  const closed = new Set([...kept, 'trigger', 'env']);
  return Object.fromEntries(Object.entries(input).filter(([name]) => !closed.has(name)));
}

/** A call starts a workflow as it was published last. Nobody is there: what no grant covers waits in the inbox. */
function startCalled(workflows: WorkflowService): StartByCallParts['startWorkflow'] {
  return (workflowId, { of, input, trigger, taint }) => {
    const { published } = workflows.get(workflowId);
    const known = published === undefined ? undefined : workflows.version(workflowId, published).document;
    const own = known?.triggers?.find(({ id }) => id === of)?.input;
    const sent = known ? withoutKept(input, known) : input;
    return workflows.run(workflowId, {
      ...{ state: 'published', unattended: true, whenMissing: 'wait' },
      ...{ trigger, taint, input: { ...own, ...sent } },
    });
  };
}

type TriggerGround = {
  catalogue: Catalogue;
  called: WebhookBase;
  runs: RunService;
  workflows: WorkflowService;
  secrets: SigningSecrets;
};

export function openTriggers(
  ground: Ground,
  { catalogue, runs, called, workflows, secrets }: TriggerGround,
): { triggers: TriggerService; webhooks: WebhookReceiver } {
  const triggers = createTriggers({
    ...{ ...ground, store: triggerStore(ground.database), scrub: ground.scrubber.json, catalogue },
    ...{ homeFolder: ground.host.homeFolder, base: called.base, startRun: runs.start, readRun: runs.get },
    titleOfWorkflow: (workflowId) => workflows.get(workflowId).title,
    startWorkflow: startCalled(workflows),
    secrets,
  });
  const rows = waitRows(ground.database);
  return { triggers, webhooks: webhookReceiver({ servedAt: called.servedAt, runs, triggers, rows }) };
}
