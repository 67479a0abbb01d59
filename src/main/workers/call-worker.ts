import type { Json, JsonObject } from '../../contract/json.ts';
import type { Failure } from '../../contract/errors.ts';
import type { Manifest } from '../../contract/manifest.ts';
import { countCall } from './action-statistics.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { createPace } from '../base/pace.ts';
import type { BrokerSession, OpenSession } from './broker/session.ts';
import type { Chaos } from './chaos.ts';
import type { Ended, GuardedCall, Verdict } from './circuits/breaker.ts';
import { judgeWorkerCall } from './circuits/worker-breaker.ts';
import { checkOutput, type MayReadBlob } from './check-output.ts';
import type { CallRequest } from './hosts/supervision/open-call.ts';
import type { CallableAction } from './registry/catalogue.ts';
import type { WorkerRegistry } from './registry/registry.ts';
import { describeIssues } from './registry/schema-issue.ts';
import type { ResultCache } from './result-cache.ts';
import type { StatisticsBook } from './worker-statistics.ts';
import type { CallScope, CallWorker, SettingsOf, WorkerCall } from './worker-call.ts';

export type CallWorkerParts = {
  registry: Pick<WorkerRegistry, 'action'>;
  openSession: OpenSession;
  /** How an error is kept with what is counted of its worker. */
  noteError: StatisticsBook['note'];
  cache: ResultCache;
  logger: Logger;
  settingsOf: SettingsOf;
  mayReadBlob: MayReadBlob;
  chaos?: Chaos | undefined;
};

/** Each takes some 20 µs until it is on its way: a thousand at once would hold up the engine for a picture of the screen or two. */
const begunInOneTurn = 250;

const callIsOver = new HeronError('cancelled', 'The call is over');

/** The one way to run an action: checked before and after, with a broker session of its own. */
export function createCallWorker(parts: CallWorkerParts): CallWorker {
  const { registry, openSession, settingsOf, cache, logger } = parts;
  const pace = createPace(begunInOneTurn);
  return async (call) => {
    const turn = pace();
    if (turn) await turn;
    const action = registry.action(call.workerId, call.action);
    action.statistics.calls += 1;
    const begun = performance.now();
    let failure: Failure | undefined;
    const stopping = new Stopping(action.manifest, call);
    let session: BrokerSession | undefined;
    try {
      checkInput(call, action);
      session = openSession(stopping);
      const settings = settingsOf(action.manifest);
      const key = cache.keyOf(call, action, settings);
      const kept = key && cache.read(key);
      if (kept !== undefined) return tellKept(call, action, kept);
      const output = await run(call, action, { session, settings, stopping, chaos: parts.chaos });
      checkOutput(call, action, output, parts.mayReadBlob);
      if (key) cache.keep(key, output as Json, action.action.pure?.ttlMs ?? 0);
      return output as Json;
    } catch (error) {
      action.statistics.errors += 1;
      action.statistics.lastError = parts.noteError(error);
      failure = toFailure(error);
      throw error;
    } finally {
      countCall(action.statistics, call.action, performance.now() - begun, failure);
      stopping.abort(callIsOver);
      const closing = session?.close();
      if (closing) await closed(closing, call, logger);
    }
  };
}

async function closed(closing: Promise<void>, call: WorkerCall, logger: Logger): Promise<void> {
  try {
    await closing;
  } catch (error) {
    logger.error(`What ${call.workerId}.${call.action} left open was not closed`, toFailure(error));
  }
}

function tellKept(call: WorkerCall, { statistics }: CallableAction, output: Json): Json {
  statistics.cacheHits += 1;
  call.onProgress({ text: 'The result of an earlier call with the same input' });
  return output;
}

/**
 * What a session begins with, and how the call ends for it. Most calls ask for nothing: their signal is never made, for to abort
 * one costs more than all else that ends a call. A class, for a getter of an object made at each call costs as much again.
 */
class Stopping {
  readonly manifest: Manifest;
  readonly action: string;
  readonly scope: CallScope;
  #controller: AbortController | undefined;
  #reason: HeronError | undefined;

  constructor(manifest: Manifest, { action, scope }: WorkerCall) {
    this.manifest = manifest;
    this.action = action;
    this.scope = scope;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  abort(why: HeronError): void {
    this.#reason ??= why;
    this.#controller?.abort(this.#reason);
  }
}

type Given = {
  session: BrokerSession;
  settings: JsonObject;
  stopping: Stopping;
  chaos: Chaos | undefined;
};

/** Past the worker's circuit, which hears how the call ended. */
function run(call: WorkerCall, called: CallableAction, given: Given): Promise<unknown> {
  const { supervisor, breaker, action: declared } = called;
  const { chaos } = given;
  const asked = new AskedCall(call, called, given);
  const make = (): Promise<unknown> => supervisor.call(asked);
  return breaker.around(chaos ? () => chaos.around(call, declared.repeatable, make) : make, asked);
}

/** What the supervisor is asked for, and how the circuit judges its end: one thing with methods, as most calls make it for nothing. */
class AskedCall implements CallRequest, GuardedCall<unknown> {
  readonly action: string;
  readonly input: JsonObject;
  readonly scope: CallRequest['scope'];
  readonly settings: JsonObject;
  readonly priority: CallRequest['priority'];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly session: BrokerSession;
  readonly onProgress: CallRequest['onProgress'];
  readonly isMeasured: boolean | undefined;
  readonly onUsed: CallRequest['onUsed'];
  readonly #stopping: Stopping;
  readonly #isPatient: boolean;
  #awaitedHost = false;

  constructor(call: WorkerCall, { action, manifest }: CallableAction, { session, settings, stopping }: Given) {
    const { runId, taskId, attempt, idempotencyKey, answer } = call.scope;
    this.action = call.action;
    this.input = call.input;
    this.scope = { runId, taskId, attempt, idempotencyKey, answer };
    this.settings = settings;
    this.priority = call.priority ?? 'normal';
    this.timeoutMs = call.timeoutMs;
    this.signal = call.signal;
    this.session = session;
    this.onProgress = call.onProgress;
    this.isMeasured = call.isMeasured;
    this.onUsed = call.onUsed;
    this.#stopping = stopping;
    this.#isPatient = call.timeoutMs >= (action.timeoutMs ?? manifest.limits.wallMs);
  }

  onStopping(reason: HeronError): void {
    this.#awaitedHost = this.session.awaitsHost();
    this.#stopping.abort(reason);
  }

  judge(ended: Ended<unknown>): Verdict {
    return judgeWorkerCall(ended, { isPatient: this.#isPatient, awaitedHost: this.#awaitedHost });
  }
}

function checkInput(call: WorkerCall, action: CallableAction): void {
  const issues = action.checkInput(call.input);
  if (issues.length === 0) return;
  const message = `The input of ${call.workerId}.${call.action} is not valid: ${describeIssues(issues)}`;
  throw new HeronError('invalid-input', message, { issues });
}
