import { randomBytes } from 'node:crypto';
import { findInPlan } from '../../../contract/plan-place.ts';
import type { Run, TaskState } from '../../../contract/runs.ts';
import type { Json } from '../../../contract/json.ts';
import { topTask } from '../../../contract/task-path.ts';
import type { RunWebhooks } from '../../../contract/webhooks.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import type { TakeCall, WebhookBody } from '../../base/webhook-call.ts';
import type { Waits } from '../../orchestrator/waits/waits.ts';
import { isProofOf, readWebhookPath, type WebhookPlace } from '../../orchestrator/waits/webhook-address.ts';
import { createWebhookCalls } from '../../orchestrator/waits/webhook-calls.ts';
import type { RunParts } from './run-parts.ts';

/** What the tasks of a plan that waits for calls are called at. Errors: `unsupported`. */
export async function webhooksFor({ webhooks }: RunParts): Promise<RunWebhooks> {
  if (!webhooks) throw new HeronError('unsupported', 'This plan waits for calls, and nobody here receives any');
  return { base: await webhooks.base(), key: randomBytes(32).toString('base64url') };
}

export type WebhookWaits = {
  /** Who takes calls of an address; undefined where it is that of no task. */
  at(urlPath: string): TakeCall | undefined;
  /** Begins to watch all that runs wait for. */
  start(): void;
  stop(): Promise<void>;
};

/** Calls from outside of the tasks that wait for them. */
export function createWebhookWaits(
  parts: RunParts,
  waits: Waits,
  record: (drafts: EventDraft[]) => Promise<unknown>,
  read: (runId: string) => Run,
): WebhookWaits {
  const { items, waitRows } = parts.tables;
  const keys = createKeys(parts);

  function stateOf(run: Run, path: string): TaskState | undefined {
    return path.includes('/') ? items.state(run.id, path) : run.tasks[path];
  }

  function methodsToCome(runId: string, path: string): readonly string[] | undefined {
    const run = read(runId);
    const state = stateOf(run, path);
    const isOver = state?.endedAt !== undefined || state?.woken !== undefined || state?.status === 'skipped';
    const wait = findInPlan(run.plan, path)?.task.wait;
    if (run.endedAt !== undefined || isOver || !wait || !('webhook' in wait)) return undefined;
    return wait.webhook.methods ?? ['POST'];
  }

  const calls = createWebhookCalls({
    ...{ rows: waitRows, waits, log: parts.events, logger: parts.logger, record, methodsToCome },
    taint: async (runId, path) => {
      const conversationId = parts.store.get(runId)?.conversationId;
      const holder = { runId, taskId: topTask(path), ...(conversationId ? { conversationId } : {}) };
      await parts.webhooks?.called(holder, `a call of the webhook ${path}`);
    },
  });

  return {
    start: () => {
      waits.start();
      calls.start();
    },
    stop: () => calls.stop().then(waits.stop),
    at: (urlPath) => {
      const place = readWebhookPath(urlPath);
      const key = place && keys.of(place.runId);
      if (!place || key === undefined || !isProofOf(key, place.path, place.proof)) return undefined;
      const { runId, path } = place;
      return ({ method, headers, query, delivery, body }) => {
        const request = async () => ({ method, headers: headers(), query, body: await content(parts, place, body) });
        return calls.receive({ runId, path, method, delivery, request });
      };
    },
  };
}

async function content({ webhooks }: RunParts, { runId, path }: WebhookPlace, body: WebhookBody): Promise<Json> {
  if ('value' in body) return body.value;
  return (await webhooks?.keep({ runId, taskId: topTask(path) }, body)) ?? null;
}

const mostKnown = 500;

/** Of runs; whoever guesses asks for many that are not there. */
function createKeys({ events, store }: RunParts) {
  const known = new Map<string, string>();
  return {
    of: (runId: string): string | undefined => {
      const found = known.get(runId);
      if (found !== undefined) return found;
      const key = store.get(runId) && events.last('run.created', { runId })?.payload.webhooks?.key;
      if (key === undefined) return undefined;
      if (known.size >= mostKnown) known.clear();
      known.set(runId, key);
      return key;
    },
  };
}
