import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Run } from '../../../contract/runs.ts';
import type { Trigger, TriggerCall } from '../../../contract/triggers.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import { refuseStale, stateHash } from '../../base/state-hash.ts';
import type { IncomingWebhook, TakeCall, WebhookReply } from '../../base/webhook-call.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import { webhookPrefix } from '../../orchestrator/waits/webhook-address.ts';
import { type CallLimit, createCallLimit } from './call-limit.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { WebhookOptions } from '../../../contract/webhook-options.ts';
import type { WebhookMethod } from '../../../contract/webhooks.ts';
import type { TriggerOfWorkflow } from '../../../contract/workflow-triggers.ts';
import { followWorkflow, type WantedWebhook } from './of-workflows.ts';
import { createOutcomes } from './outcomes.ts';
import { createPrepareTemplate, type PrepareTemplate } from './prepare-template.ts';
import { createSignedCalls, signedAs, type SignedCalls, type SigningSecrets } from './signed-calls.ts';
import { badCall, createStartByCall, type StartByCall, type StartByCallParts } from './start-by-call.ts';
import type { StoredTrigger, TriggerStore } from './store.ts';

export type TriggerParts = Pick<StartByCallParts, 'startRun' | 'startWorkflow'> & {
  store: TriggerStore;
  events: EventLog;
  logger: Logger;
  clock: Clock;
  makeId: MakeId;
  catalogue: Catalogue;
  homeFolder: string;
  scrub: Scrubber['json'];
  readRun: (runId: string) => Run;
  /** Errors: `not-found`. */
  titleOfWorkflow: (workflowId: string) => string;
  secrets: SigningSecrets;
  /** How addresses begin. Errors: `unsupported` where nobody serves them. */
  base: () => Promise<string>;
};

/** Where a change names the hash of what it was made from, it is refused as a `conflict` when that is another one by now. */
export type TriggerService = {
  list(): Promise<Trigger[]>;
  /** Errors: `not-found`, `invalid-plan` for a template that cannot be used. */
  add(request: { template: string; perMinute: number }): Promise<{ trigger: Trigger; url: string }>;
  /** Errors: `not-found`. */
  rotate(triggerId: string, baseHash?: string): Promise<{ trigger: Trigger; url: string }>;
  pause(triggerId: string, baseHash?: string): Promise<Trigger>;
  resume(triggerId: string, baseHash?: string): Promise<Trigger>;
  remove(triggerId: string, baseHash?: string): Promise<void>;
  calls(triggerId: string, limit: number): TriggerCall[];
  /** As a call from outside, signed if that is wanted. Errors: `not-found`; why its secret cannot be used. */
  test(triggerId: string, method: WebhookMethod, body: JsonObject): Promise<{ status: number; body: Json }>;
  /** Who takes calls of an address; undefined where it is that of no trigger. */
  calledAt(urlPath: string): TakeCall | undefined;
  isAny(): boolean;
  /** The webhooks of a workflow are these from now on; their addresses are made when somebody wants to see them. */
  followWorkflow(workflowId: string, wanted: readonly WantedWebhook[]): Promise<void>;
  close(): void;
};

/** What starts runs of templates and workflows while nobody is there. Webhooks are the first kind. */
export function createTriggers(parts: TriggerParts): TriggerService {
  const { store } = parts;
  const prepare = createPrepareTemplate(parts);
  const outcomes = createOutcomes({ events: parts.events, read: parts.readRun });
  const signed = createSignedCalls(parts);
  const answering = createAnswering(parts, { signed, prepare }, createStartByCall({ ...parts, prepare, outcomes }));
  const show = createShowing({ store, prepare, signed, titleOf: parts.titleOfWorkflow });
  // Each call looks for its trigger.
  let known = withDigests(store.list());

  async function change(draft: EventDraft): Promise<void> {
    await parts.events.append([draft], (stored) => stored.forEach(store.apply));
    known = withDigests(store.list());
  }

  function find(triggerId: string): StoredTrigger {
    const found = known.find(({ trigger }) => trigger.id === triggerId);
    if (found) return found.trigger;
    throw new HeronError('not-found', `There is no trigger ${triggerId}`);
  }

  function findFor(triggerId: string, baseHash: string | undefined): StoredTrigger {
    const found = find(triggerId);
    refuseStale('The webhook was', hashedPart(found), baseHash);
    return found;
  }

  async function set(type: 'trigger.paused' | 'trigger.resumed', triggerId: string): Promise<Trigger> {
    if (find(triggerId).isPaused !== (type === 'trigger.paused')) await change({ type, payload: { triggerId } });
    return show(find(triggerId));
  }

  const add = addingOf(parts, change);

  async function remove(triggerId: string): Promise<void> {
    await change({ type: 'trigger.removed', payload: { triggerId: find(triggerId).id } });
    answering.forget(triggerId);
  }

  return {
    list: () => Promise.all(known.map(({ trigger }) => show(trigger))),
    ...addressCalls({ base: parts.base, prepare, add, change, find, findFor, show }),
    pause: async (triggerId, baseHash) => set('trigger.paused', findFor(triggerId, baseHash).id),
    resume: async (triggerId, baseHash) => set('trigger.resumed', findFor(triggerId, baseHash).id),
    remove: async (triggerId, baseHash) => remove(refuseOfWorkflow(findFor(triggerId, baseHash)).id),
    calls: (triggerId, limit) => store.calls(find(triggerId).id, limit),
    test: async (triggerId, method, body) => {
      const trigger = find(triggerId);
      const reply = await answering.answer(trigger, signed.testCall(await signedAs(prepare, trigger), method, body));
      return { status: reply.status, body: reply.body };
    },
    calledAt: (urlPath) => {
      const trigger = bySecret(known, urlPath.slice(webhookPrefix.length));
      return trigger && ((call) => answering.answer(trigger, call));
    },
    isAny: () => known.length > 0,
    followWorkflow: (workflowId, wanted) => {
      const own = known.map(({ trigger }) => trigger);
      const setPaused = async (id: string, isPaused: boolean) =>
        void (await set(isPaused ? 'trigger.paused' : 'trigger.resumed', id));
      return followWorkflow({ record: change, remove, add, setPaused }, own, workflowId, wanted);
    },
    close: outcomes.close,
  };
}

type AddressParts = Pick<TriggerParts, 'base'> & {
  prepare: PrepareTemplate;
  add: ReturnType<typeof addingOf>;
  change: (draft: EventDraft) => Promise<void>;
  find: (triggerId: string) => StoredTrigger;
  findFor: (triggerId: string, baseHash: string | undefined) => StoredTrigger;
  show: (stored: StoredTrigger) => Promise<Trigger>;
};

/** What makes an address, and tells it this once. */
function addressCalls({
  base,
  prepare,
  add,
  change,
  find,
  findFor,
  show,
}: AddressParts): Pick<TriggerService, 'add' | 'rotate'> {
  async function shown(triggerId: string, secret: string): Promise<{ trigger: Trigger; url: string }> {
    const url = `${await base()}${webhookPrefix}${secret}`;
    return { trigger: await show(find(triggerId)), url };
  }
  return {
    add: async ({ template, perMinute }) => {
      await prepare(template);
      await base();
      const secret = newSecret();
      return shown(await add({ template, perMinute }, secret), secret);
    },
    rotate: async (triggerId, baseHash) => {
      await base();
      const secret = newSecret();
      const payload = { triggerId: findFor(triggerId, baseHash).id, digest: digestOf(secret) };
      await change({ type: 'trigger.rotated', payload });
      return shown(triggerId, secret);
    },
  };
}

type Added = ({ template: string } | { of: TriggerOfWorkflow }) & { perMinute: number; options?: WebhookOptions };

/** Gives the id. Without a secret that somebody is told it has an address that nobody knows. */
function addingOf({ makeId }: TriggerParts, change: (draft: EventDraft) => Promise<void>) {
  return async (what: Added, secret = newSecret()): Promise<string> => {
    const triggerId = makeId('trg');
    await change({ type: 'trigger.added', payload: { triggerId, kind: 'webhook', ...what, digest: digestOf(secret) } });
    return triggerId;
  };
}

/** Answers calls of triggers, as far as they may start runs. */
function createAnswering(
  parts: TriggerParts,
  { signed, prepare }: { signed: SignedCalls; prepare: PrepareTemplate },
  startByCall: StartByCall,
) {
  const refusals = createRefusals(parts);
  const limits = new Map<string, CallLimit>();

  async function tryToStart(trigger: StoredTrigger, given: IncomingWebhook): Promise<WebhookReply> {
    if (trigger.isPaused) return { status: 503, body: { code: 'unsupported', message: 'This webhook is paused' } };
    try {
      // Who cannot sign takes no place from those who can.
      const signing = signedAs(prepare, trigger);
      const admitted = signed.admit(signing instanceof Promise ? await signing : signing, given);
      if ('refused' in admitted) return admitted.refused;
      const { call } = admitted;
      const limit = limits.get(trigger.id) ?? createCallLimit(parts.clock);
      limits.set(trigger.id, limit);
      const waitMs = limit.take(trigger.perMinute);
      return waitMs > 0 ? tooMany(trigger, waitMs) : await startByCall(trigger, call);
    } catch (error) {
      const bad = badCall(error);
      if (!bad)
        parts.logger.warn(
          `A call of the webhook ${trigger.template ?? trigger.of?.trigger} started nothing`,
          toFailure(error),
        );
      return bad ?? { status: 503, body: { code: toFailure(error).code, message: 'No run can be started now' } };
    }
  }

  return {
    forget: (triggerId: string): void => void limits.delete(triggerId),
    answer: async (trigger: StoredTrigger, call: IncomingWebhook): Promise<WebhookReply> => {
      const reply = await tryToStart(trigger, call);
      if (reply.status >= 400) refusals.note(trigger, reply);
      return reply;
    },
  };
}

type Known = { trigger: StoredTrigger; digest: Buffer };

function withDigests(triggers: StoredTrigger[]): Known[] {
  return triggers.map((trigger) => ({ trigger, digest: Buffer.from(trigger.digest, 'hex') }));
}

/** All are compared, in the same time whatever they have in common. */
function bySecret(known: readonly Known[], secret: string): StoredTrigger | undefined {
  const wanted = hash('sha256', secret, 'buffer');
  return known.filter(({ digest }) => timingSafeEqual(digest, wanted)).at(0)?.trigger;
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function digestOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

function tooMany({ perMinute }: StoredTrigger, waitMs: number): WebhookReply {
  const message = `This webhook starts ${perMinute} runs a minute at most`;
  return { status: 429, body: { code: 'limit-exceeded', message }, retryAfterSeconds: Math.ceil(waitMs / 1000) };
}

type ShowingParts = {
  store: TriggerStore;
  prepare: PrepareTemplate;
  signed: SignedCalls;
  titleOf: TriggerParts['titleOfWorkflow'];
};

function createShowing({ store, prepare, signed, titleOf }: ShowingParts): (stored: StoredTrigger) => Promise<Trigger> {
  /** Errors: why it cannot start anything. */
  async function titled(stored: StoredTrigger): Promise<{ title: string; problem?: string }> {
    const { of, template = '' } = stored;
    const title = of ? titleOf(of.workflowId) : template;
    const problem = signed.problem(await signedAs(prepare, stored));
    return { title, ...(problem === undefined ? {} : { problem }) };
  }

  return async (stored) => {
    const { digest: _, ...trigger } = stored;
    const [last] = store.calls(stored.id, 1);
    const found = await titled(stored).catch((error: unknown) => ({
      title: stored.template ?? stored.of?.workflowId ?? '',
      problem: toFailure(error).message,
    }));
    return {
      ...{ ...trigger, ...found, hash: stateHash(hashedPart(stored)) },
      ...(last ? { lastCall: { at: last.at, status: last.status } } : {}),
    };
  };
}

/** Of the address only when it was made: what it is known again by is nobody's business. */
function hashedPart({ isPaused, rotatedAt, perMinute, options }: StoredTrigger): object {
  return { isPaused, rotatedAt, perMinute, options };
}

function refuseOfWorkflow(stored: StoredTrigger): StoredTrigger {
  if (!stored.of) return stored;
  const { workflowId, trigger } = stored.of;
  const message = `It is the trigger ${trigger} of the workflow ${workflowId}: take it out there, and publish`;
  throw new HeronError('conflict', message, { workflowId, trigger });
}

const betweenRefusalsMs = 1000;

/** Who knows an address can make as many bad calls as it likes: of each trigger one a second is kept. */
function createRefusals({ store, clock, logger }: TriggerParts) {
  const last = new Map<string, number>();
  return {
    note: ({ id }: StoredTrigger, { status, body }: WebhookReply): void => {
      const { runId, message = '' } = (body ?? {}) as { runId?: string; message?: string };
      const at = clock();
      // A failed run is on record as the call that started it.
      if (runId !== undefined || Math.abs(at - (last.get(id) ?? 0)) < betweenRefusalsMs) return;
      last.set(id, at);
      try {
        store.noteRefusal(id, { at, status, message: message.slice(0, 500) });
      } catch (error) {
        logger.warn('A refused call could not be noted', toFailure(error));
      }
    },
  };
}
