import type { Json, JsonObject } from '../../../contract/json.ts';
import type { PlanIssue } from '../../../contract/plan.ts';
import type { Run } from '../../../contract/runs.ts';
import type { RunTrigger } from '../../../contract/triggers.ts';
import type { WebhookRespond } from '../../../contract/webhook-options.ts';
import type { TriggerOfWorkflow } from '../../../contract/workflow-triggers.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { IncomingWebhook, WebhookReply } from '../../base/webhook-call.ts';
import type { Outcomes } from './outcomes.ts';
import type { PreparedTemplate, PrepareTemplate } from './prepare-template.ts';
import { answerWith, lastOutput } from './answer-with-run.ts';
import type { StoredTrigger, TriggerStore } from './store.ts';

export type NewRun = {
  plan: unknown;
  isChecked: true;
  source: 'person';
  unattended: true;
  trigger: RunTrigger;
  taint: string;
  /** Told the id before anything of the run is on record. */
  begun: (runId: string) => void;
};

/** `input`: what was sent; the trigger's own is known to the workflow. */
export type WorkflowCall = { trigger: RunTrigger; of: string; input: JsonObject; taint: string };

export type StartByCallParts = {
  store: Pick<TriggerStore, 'runOf'>;
  prepare: PrepareTemplate;
  /** Nobody is there: what no grant covers, the policy refuses. */
  startRun: (run: NewRun) => Promise<string>;
  /** As it was published last. Errors: as of `startRun`. */
  startWorkflow: (workflowId: string, run: WorkflowCall) => Promise<string>;
  outcomes: Outcomes;
  readRun: (runId: string) => Run;
  logger: Pick<Logger, 'warn'>;
  scrub: Scrubber['json'];
};

/** Starts a run of the trigger's template with what was sent, once for each delivery, and answers as the template says. */
export type StartByCall = (trigger: StoredTrigger, call: IncomingWebhook) => Promise<WebhookReply>;

/** With what was sent. */
type Ready = Pick<PreparedTemplate, 'template' | 'tasks'> & { input: JsonObject };

const defaultWithinMs = 30_000;

export function createStartByCall(parts: StartByCallParts): StartByCall {
  const startOnce = startingOnce(parts.store);

  async function start(
    trigger: StoredTrigger,
    call: IncomingWebhook,
    { template, tasks, input }: Ready,
  ): Promise<string> {
    const isAnswered = typeof template.webhook?.respond === 'object';
    let expected = '';
    try {
      return await parts.startRun({
        begun: (runId) => {
          if (isAnswered) parts.outcomes.expect((expected = runId));
        },
        plan: { version: 1, title: template.title, input, tasks },
        isChecked: true,
        source: 'person',
        unattended: true,
        trigger: runTrigger(trigger, call),
        taint: `a call of the webhook ${trigger.template}`,
      });
    } catch (error) {
      parts.outcomes.forget(expected);
      throw error;
    }
  }

  async function startWorkflow(trigger: StoredTrigger, of: TriggerOfWorkflow, call: IncomingWebhook) {
    const { methods = ['POST'], respond } = trigger.options ?? {};
    if (!methods.includes(call.method)) return wrongMethod(methods);
    const run: WorkflowCall = {
      ...{ of: of.trigger, input: parts.scrub(sentIn(call)), taint: `a call of the webhook ${of.trigger}` },
      trigger: runTrigger(trigger, call),
    };
    const runId = await startOnce(trigger, call, () => parts.startWorkflow(of.workflowId, run));
    return respond ? answerOfWorkflow(parts, runId, respond) : accepted(runId);
  }

  return async (trigger, call) => {
    if (trigger.of) return startWorkflow(trigger, trigger.of, call);
    const preparing = parts.prepare(trigger.template ?? '');
    const prepared = preparing instanceof Promise ? await preparing : preparing;
    const { methods = ['POST'], respond = 'accepted' } = prepared.template.webhook ?? {};
    if (!methods.includes(call.method)) return wrongMethod(methods);
    const input = prepared.inputOf(parts.scrub(sentIn(call)));
    const { template, tasks } = prepared;
    const runId = await startOnce(trigger, call, () => start(trigger, call, { template, tasks, input }));
    if (respond === 'accepted') return accepted(runId);
    const outcome = await parts.outcomes.of(runId, respond.withinMs ?? defaultWithinMs);
    if (!outcome) return accepted(runId);
    const { title, output } = prepared.template;
    const answer = respond.body === undefined && output !== undefined ? { ...respond, body: output } : respond;
    return answerWith(answer, { runId, input, outcome, title }, { usual: (outputs) => outputs, logger: parts.logger });
  };
}

/** What the run gives, or its id where that takes longer. */
async function answerOfWorkflow(
  { outcomes, readRun, logger }: Pick<StartByCallParts, 'outcomes' | 'readRun' | 'logger'>,
  runId: string,
  respond: WebhookRespond,
): Promise<WebhookReply> {
  const { after, withinMs = defaultWithinMs } = respond;
  const outcome = await outcomes.of(runId, withinMs, after);
  if (!outcome) return accepted(runId);
  const { plan } = readRun(runId);
  const usual = (outputs: Record<string, Json>): Json =>
    after === undefined ? lastOutput(plan.tasks, outputs) : (outputs[after] ?? null);
  return answerWith(respond, { runId, input: plan.input ?? {}, outcome, title: plan.title }, { usual, logger });
}

/** The run that a delivery has started before, or the one it starts now. */
function startingOnce({ runOf }: StartByCallParts['store']) {
  /** Deliveries whose run is being made. */
  const underWay = new Map<string, Promise<string>>();
  async function once(key: string, known: () => string | undefined, begin: () => Promise<string>): Promise<string> {
    const found = underWay.get(key) ?? known();
    if (found !== undefined) return found;
    const starting = begin();
    underWay.set(key, starting);
    try {
      return await starting;
    } finally {
      underWay.delete(key);
    }
  }
  return ({ id }: StoredTrigger, { delivery }: IncomingWebhook, begin: () => Promise<string>): Promise<string> =>
    delivery === undefined ? begin() : once(`${id}/${delivery}`, () => runOf(id, delivery), begin);
}

function runTrigger({ id, kind }: StoredTrigger, { delivery }: IncomingWebhook): RunTrigger {
  return delivery ? { id, kind, delivery } : { id, kind };
}

/** The fields of the body, or of the query where there is no body. Errors: `invalid-input`. */
function sentIn({ body, query }: IncomingWebhook): JsonObject {
  const value = 'value' in body ? body.value : undefined;
  if (value === null) return query;
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw new HeronError('invalid-input', 'expected a JSON object, or a form', { issues: [] });
}

function accepted(runId: string): WebhookReply {
  return { status: 202, body: { runId }, location: `/api/runs/${runId}` };
}

function wrongMethod(methods: readonly string[]): WebhookReply {
  const message = `expected ${methods.join(' or ')}`;
  return { status: 405, body: { code: 'unsupported', message }, allow: methods.join(', ') };
}

/** What the caller did wrong: `field: message` for each. */
export function badCall(error: unknown): WebhookReply | undefined {
  if (!(error instanceof HeronError) || error.code !== 'invalid-input') return undefined;
  const issues = (error.details?.['issues'] ?? []) as PlanIssue[];
  return { status: 400, body: { code: error.code, message: error.message, issues } };
}
