import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Awaited } from '../../../contract/plan-events.ts';
import type { WebhookAnswer, WebhookRequest } from '../../../contract/webhooks.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { WebhookReply } from '../../base/webhook-call.ts';
import { resolveValue } from '../expressions/resolve-input.ts';
import type { WaitRow, WaitRows } from './wait-rows.ts';
import type { Waits } from './waits.ts';
import { isMet } from '../tasks/when.ts';

/** A call of a task's address that is known to be meant for it. */
export type TaskCall = {
  runId: string;
  path: string;
  method: WebhookRequest['method'];
  delivery: string | undefined;
  /** What the task gets; asked for only if the call may count. */
  request: () => Promise<WebhookRequest>;
};

export type WebhookCallParts = {
  rows: Pick<WaitRows, 'get' | 'ofWebhooks'>;
  waits: Pick<Waits, 'wake'>;
  log: EventLog;
  logger: Pick<Logger, 'error'>;
  record: (drafts: EventDraft[]) => Promise<unknown>;
  /** Which methods the task will take when it comes to wait; undefined when it never will. */
  methodsToCome: (runId: string, path: string) => readonly string[] | undefined;
  /** Marks the run: what was sent may be a stranger's. Before anything of it is on record. */
  taint: (runId: string, path: string) => Promise<void>;
};

/** Calls of tasks that wait, or will. Each call counts once, and a task is woken by one. */
export type WebhookCalls = {
  receive(call: TaskCall): Promise<WebhookReply>;
  /** Begins to look what came before its task waited. */
  start(): void;
  stop(): Promise<void>;
};

type Called = EventOf<'webhook.called'>;

/** Calls that are kept for a task which does not wait yet. */
const mostKept = 20;
const received: WebhookAnswer = { status: 200, body: { received: true } };
const kept: WebhookAnswer = { status: 202, body: { received: true } };

export function createWebhookCalls(parts: WebhookCallParts): WebhookCalls {
  const { rows, log } = parts;
  const { inTurn, settled } = createTurns();
  let stopListening: (() => void) | undefined;

  function look(runId: string, path: string): void {
    inTurn(`${runId}/${path}`, () => lookBack(parts, runId, path)).catch((error: unknown) => {
      parts.logger.error(`What called ${path} of ${runId} could not be looked at`, toFailure(error));
    });
  }

  return {
    receive: (call) => inTurn(`${call.runId}/${call.path}`, () => receive(parts, call)),
    start: () => {
      if (stopListening) return;
      stopListening = log.listen((event) => {
        if (event.type !== 'task.parked' || !event.payload.awaited.webhook) return;
        look(event.scope.runId ?? '', event.scope.taskId ?? '');
      });
      for (const { runId, path } of rows.ofWebhooks()) look(runId, path);
    },
    stop: () => {
      stopListening?.();
      stopListening = undefined;
      return settled();
    },
  };
}

async function receive(parts: WebhookCallParts, call: TaskCall): Promise<WebhookReply> {
  const { runId, path, delivery } = call;
  const earlier = delivery === undefined ? [] : callsOf(parts.log, runId, path, 0);
  const same = earlier.find(({ payload }) => payload.delivery === delivery);
  if (same) return same.payload.answer;
  const row = parts.rows.get(runId, path);
  const { webhook } = row?.awaited ?? {};
  return row && webhook ? wakeBy(parts, call, row, webhook) : keep(parts, call);
}

async function wakeBy(
  parts: WebhookCallParts,
  call: TaskCall,
  row: WaitRow,
  webhook: AwaitedCall,
): Promise<WebhookReply> {
  if (!webhook.methods.includes(call.method)) return wrongMethod(webhook.methods);
  const request = await call.request();
  if (!(await isWanted(parts, row, webhook, request))) return notWanted;
  const answer = await answerTo(parts, row, webhook, request);
  await parts.taint(call.runId, call.path);
  const isWoken = await parts.waits.wake(row, { by: 'webhook', output: request }, [calledDraft(call, request, answer)]);
  return isWoken ? answer : spent;
}

/** The task does not wait yet: it looks what came when it does. */
async function keep(parts: WebhookCallParts, call: TaskCall): Promise<WebhookReply> {
  const { runId, path, method } = call;
  const methods = parts.methodsToCome(runId, path);
  if (!methods) return spent;
  if (!methods.includes(method)) return wrongMethod(methods);
  if (notYetSeen(parts.log, runId, path).length >= mostKept) return tooMany;
  const request = await call.request();
  await parts.taint(runId, path);
  await parts.record([calledDraft(call, request, kept)]);
  return kept;
}

/** The condition of a call that came early could not be asked before; the first that meets it counts. */
async function lookBack(parts: WebhookCallParts, runId: string, path: string): Promise<void> {
  const row = parts.rows.get(runId, path);
  const webhook = row?.awaited.webhook;
  if (!row || !webhook) return;
  for (const { payload } of notYetSeen(parts.log, runId, path)) {
    const { request } = payload;
    if (!webhook.methods.includes(request.method) || !(await isWanted(parts, row, webhook, request))) continue;
    await parts.waits.wake(row, { by: 'webhook', output: request });
    return;
  }
}

/** A condition that cannot be evaluated for one call does not keep the task from seeing the next. */
async function isWanted(
  { logger }: WebhookCallParts,
  { path, runId }: WaitRow,
  { where, names }: AwaitedCall,
  request: WebhookRequest,
): Promise<boolean> {
  if (where === undefined) return true;
  try {
    return await isMet(where, { ...names, request }, `${path}: wait.webhook.where`);
  } catch (error) {
    logger.error(`The condition of a waiting task of ${runId} failed`, toFailure(error));
    return false;
  }
}

async function answerTo(
  { logger }: WebhookCallParts,
  { path, runId }: WaitRow,
  { respond, names }: AwaitedCall,
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  if (!respond) return received;
  const { status = received.status, body = received.body } = respond;
  try {
    return { status, body: (await resolveValue(body, { tasks: {}, ...names, request })) ?? null };
  } catch (error) {
    logger.error(`The answer of ${path} of ${runId} could not be made`, toFailure(error));
    return { status, body: received.body };
  }
}

type AwaitedCall = NonNullable<Awaited['webhook']>;

function calledDraft({ runId, path, delivery }: TaskCall, request: WebhookRequest, answer: WebhookAnswer): EventDraft {
  const payload = { ...(delivery === undefined ? {} : { delivery }), request, answer };
  return { type: 'webhook.called', scope: { runId, taskId: path }, payload };
}

function callsOf(log: EventLog, runId: string, taskId: string, after: number): Called[] {
  const isCall = (event: AnyEvent): event is Called => event.type === 'webhook.called';
  return log.list({ types: ['webhook.called'], scope: { runId, taskId }, after, limit: 1000 }).filter(isCall);
}

/** A task that is attempted again waits for another call. */
function notYetSeen(log: EventLog, runId: string, taskId: string): Called[] {
  return callsOf(log, runId, taskId, log.last('task.woken', { runId, taskId })?.seq ?? 0);
}

const spent = failed(404, 'not-found', 'Nothing waits for a call here, or no longer');

function failed(status: number, code: Failure['code'], message: string): WebhookReply {
  return { status, body: { code, message } satisfies JsonObject };
}

const tooMany = {
  ...failed(429, 'limit-exceeded', `${mostKept} calls wait for this task already`),
  retryAfterSeconds: 60,
};

const notWanted = failed(422, 'invalid-input', 'This is not the call that is waited for');

function wrongMethod(methods: readonly string[]): WebhookReply {
  return { ...failed(405, 'unsupported', `expected ${methods.join(' or ')}`), allow: methods.join(', ') };
}

/** One thing after the other for each name. */
function createTurns() {
  const turns = new Map<string, Promise<unknown>>();
  return {
    inTurn: <Result>(name: string, act: () => Promise<Result>): Promise<Result> => {
      const done = (turns.get(name) ?? Promise.resolve()).then(act);
      const over: Promise<unknown> = done
        .catch(() => undefined)
        .then(() => turns.get(name) === over && turns.delete(name));
      turns.set(name, over);
      return done;
    },
    settled: async (): Promise<void> => {
      while (turns.size > 0) await Promise.all(turns.values());
    },
  };
}
