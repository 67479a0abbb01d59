import { randomUUID } from 'node:crypto';
import type { Json } from '../../../contract/json.ts';
import { allTokens, moneyText } from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import { type HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { ModelCall, ModelDoor, ModelReply } from '../../base/model-call.ts';
import { tokensOfRequest } from '../guards/estimate-tokens.ts';
import type { ModelClient, ModelPart, ModelRequest } from '../model-client.ts';
import { anyModel } from './any-model.ts';
import { streamedAnswer, wholeAnswer } from './chat-answer.ts';
import { errorReply, type ErrorReply } from './error-reply.ts';
import { type AskForMore, createModelKeys, type KeyLimits, type KeyScope, type ModelKey } from './model-keys.ts';

export type ModelDoorParts = {
  client: ModelClient;
  /** Names of models that can be asked for. */
  models: () => Promise<string[]>;
  /** Where the engine is called on this machine; asking opens the port. Errors: `unsupported` where nobody serves it. */
  base: () => Promise<string>;
  log: EventLog;
  clock: Clock;
  logger: Logger;
  /** Is told of each key, so that none stands in a log. */
  learn: (name: string, value: string) => void;
};

export type ModelAccess = { id: string; url: string; key: string; expiresAt: number };

export type OpenedDoor = ModelDoor & {
  /**
   * An address and a short-lived key for a program; the provider's own key stays here. Once a request does not fit, `askForMore` is
   * asked, and the request waits for the answer. Errors: `unsupported`.
   */
  open(scope: KeyScope, limits: KeyLimits, askForMore?: AskForMore): Promise<ModelAccess>;
  keys(): ModelKey[];
  revoke(id: string): boolean;
  close(): void;
};

/** Lets programs ask models with a key of their own, within its budget and its pace. */
export function createModelDoor(parts: ModelDoorParts): OpenedDoor {
  const { client, clock, log } = parts;
  const logger = parts.logger.from('models');
  const keys = createModelKeys({ clock });
  const stopListening = log.listen(({ type, scope }) => {
    if (type !== 'run.completed' && type !== 'run.failed' && type !== 'run.cancelled') return;
    if (scope.runId !== undefined) keys.revoke((key) => key.scope.runId === scope.runId);
  });

  async function answer(key: ModelKey, call: ModelCall): Promise<ModelReply> {
    try {
      if (call.path === 'models' && call.method === 'GET') return await listOf(parts);
      if (call.path !== 'chat/completions' || call.method !== 'POST') {
        return errorReply(404, 'not_found', `${call.method} /${call.path} is not answered here, only chat/completions`);
      }
      return await chat(key, call);
    } catch (error) {
      return replyTo(error, logger);
    }
  }

  async function chat(key: ModelKey, call: ModelCall): Promise<ModelReply> {
    const { readChatRequest } = await import('./read-chat-request.ts');
    const { request, isStream, withUsage } = readChatRequest(call.body);
    const signal = AbortSignal.any([call.signal, key.revoked.signal]);
    const asked: ModelRequest = {
      ...request,
      scope: scopeOf(key.scope),
      signal,
    };
    await makeRoom(key, asked);
    const refusal = refusalBy(key, asked, clock());
    if (refusal) return refusal;
    const listened = await begun(counted(key, client.stream(asked), tokensOfRequest(asked)));
    const named = 'named' in request.choice ? request.choice.named : anyModel;
    const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(clock() / 1000), model: named };
    if (!isStream) return { status: 200, body: await wholeAnswer(listened, head) };
    return { events: withErrors(streamedAnswer(listened, head, withUsage), logger) };
  }

  return {
    take(text) {
      const key = keys.find(text);
      return key && ((call) => answer(key, call));
    },
    async open(scope, limits, askForMore) {
      const url = `${await parts.base()}/models/v1`;
      const { key, made } = keys.make(scope, limits, askForMore);
      parts.learn(`the key of a program (${made.id})`, key);
      return { id: made.id, url, key, expiresAt: made.expiresAt };
    },
    keys: keys.list,
    revoke: (id) => keys.revoke((key) => key.id === id) > 0,
    close() {
      stopListening();
      keys.revoke(() => true);
    },
  };
}

/** What belongs to a run has come by the same way as the run. */
function scopeOf({ runId, conversationId, folder }: KeyScope): ModelRequest['scope'] {
  return {
    ...(runId === undefined ? { channel: 'program' } : { runId }),
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(folder === undefined ? {} : { folder }),
  };
}

/** How many tokens are missing for a request; none, or less, when it fits. */
function lack({ limits, used, underWay }: ModelKey, request: ModelRequest): number {
  return used.tokens + underWay + tokensOfRequest(request) - limits.tokens;
}

/** Has somebody asked for more when a request does not fit; who waits at the same time waits for the same answer. */
async function makeRoom(key: ModelKey, request: ModelRequest): Promise<void> {
  while (lack(key, request) > 0 && (key.asking ?? key.askForMore)) {
    key.asking ??= more(key, Math.max(key.helping, lack(key, request))).finally(() => (key.asking = undefined));
    await key.asking;
    request.signal.throwIfAborted();
  }
}

/** A no is for good: the program is told so, and nobody is asked again. */
async function more(key: ModelKey, tokens: number): Promise<void> {
  try {
    await key.askForMore?.({ tokens, after: key.limits.tokens });
    key.limits.tokens += tokens;
  } catch {
    key.askForMore = undefined;
  }
}

function refusalBy(key: ModelKey, request: ModelRequest, now: number): ErrorReply | undefined {
  const { limits, used } = key;
  key.letIn = key.letIn.filter((at) => at > now - 60_000);
  if (key.letIn.length >= limits.requestsPerMinute) {
    const retryAfterSeconds = Math.max(1, Math.ceil(((key.letIn[0] ?? now) + 60_000 - now) / 1000));
    const text = `This key allows ${limits.requestsPerMinute} requests a minute; try again in ${retryAfterSeconds} s`;
    return { ...errorReply(429, 'rate_limit_exceeded', text), retryAfterSeconds };
  }
  if (lack(key, request) > 0) {
    const text = `This key allows ${limits.tokens} tokens and has used ${used.tokens}; this request does not fit, and nobody allowed more`;
    return errorReply(429, 'insufficient_quota', text);
  }
  if (limits.money !== undefined && used.money >= limits.money) {
    const text = `This key allows ${moneyText(limits.money)} and has used ${moneyText(used.money)}`;
    return errorReply(429, 'insufficient_quota', text);
  }
  key.letIn.push(now);
  key.used.requests += 1;
  return undefined;
}

/** Adds to what a key has used. */
async function* counted(
  key: ModelKey,
  parts: AsyncIterable<ModelPart>,
  about: number,
): AsyncGenerator<ModelPart, void> {
  key.underWay += about;
  let isCounted = false;
  let hasBegun = false;
  try {
    for await (const part of parts) {
      hasBegun = true;
      if (part.type === 'finish') {
        isCounted = true;
        key.used.tokens += allTokens(part.usage);
        key.used.money += part.usage.money ?? 0;
      }
      yield part;
    }
  } finally {
    key.underWay -= about;
    // Whoever breaks off has had it read all the same.
    if (!isCounted && hasBegun) key.used.tokens += about;
  }
}

/** Waits for the first part, so that what fails before it is an error of its own and no broken answer. */
async function begun(parts: AsyncGenerator<ModelPart, void>): Promise<AsyncIterable<ModelPart>> {
  const first = await parts.next();
  return (async function* () {
    if (!first.done) yield first.value;
    yield* parts;
  })();
}

async function* withErrors(events: AsyncIterable<Json>, logger: Logger): AsyncGenerator<Json, void> {
  try {
    yield* events;
  } catch (error) {
    const reply = replyTo(error, logger);
    yield reply.body;
  }
}

const statuses: Partial<Record<HeronError['code'], [number, string]>> = {
  'invalid-input': [400, 'invalid_request_error'],
  'not-found': [404, 'model_not_found'],
  unsupported: [503, 'no_model'],
  'limit-exceeded': [429, 'insufficient_quota'],
  timeout: [504, 'timeout'],
  cancelled: [499, 'cancelled'],
};

/** What a provider said goes on without its address: a program is told what happened, not whom Heron asks. */
function replyTo(error: unknown, logger: Logger): ErrorReply {
  const failure = toFailure(error);
  const [status, code] = statuses[failure.code] ?? [502, 'provider_error'];
  if (statuses[failure.code]) return errorReply(status, code, failure.message);
  logger.warn('A program’s request to a model failed', { failure });
  const kind = failure.details?.['kind'];
  if (kind === 'context-overflow') {
    return errorReply(400, 'context_length_exceeded', 'The request does not fit into the context window of the model');
  }
  return errorReply(status, code, `The model could not answer${typeof kind === 'string' ? `: ${kind}` : ''}`);
}

async function listOf({ models, clock }: ModelDoorParts): Promise<ModelReply> {
  const created = Math.floor(clock() / 1000);
  const data = [anyModel, ...(await models())].map((id) => ({ id, object: 'model', created, owned_by: 'heron' }));
  return { status: 200, body: { object: 'list', data } };
}
