import type { Json, JsonObject } from '../../contract/json.ts';
import type { Failure } from '../../contract/errors.ts';
import type { Manifest } from '../../contract/manifest.ts';
import { countCall } from './action-statistics.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { BrokerSession, OpenSession } from './broker/session.ts';
import type { Chaos } from './chaos.ts';
import { judgeWorkerCall } from './circuits/worker-breaker.ts';
import { checkOutput, type MayReadBlob } from './check-output.ts';
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

const callIsOver = new HeronError('cancelled', 'The call is over');

/** The one way to run an action: checked before and after, with a broker session of its own. */
export function createCallWorker(parts: CallWorkerParts): CallWorker {
  const { registry, openSession, settingsOf, cache, logger } = parts;
  return async (call) => {
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
  const { supervisor, breaker, action: declared, manifest } = called;
  const { session, settings, stopping, chaos } = given;
  const { timeoutMs, signal } = call;
  const { runId, taskId, attempt, idempotencyKey, answer } = call.scope;
  let awaitedHost = false;
  const make = (): Promise<unknown> =>
    supervisor.call({
      action: call.action,
      input: call.input,
      scope: { runId, taskId, attempt, idempotencyKey, answer },
      settings,
      priority: call.priority ?? 'normal',
      timeoutMs,
      signal,
      session,
      onProgress: call.onProgress,
      isMeasured: call.isMeasured,
      onUsed: call.onUsed,
      onStopping(reason) {
        awaitedHost = session.awaitsHost();
        stopping.abort(reason);
      },
    });
  const isPatient = timeoutMs >= (declared.timeoutMs ?? manifest.limits.wallMs);
  return breaker.around(chaos ? () => chaos.around(call, declared.repeatable, make) : make, {
    signal,
    judge: (ended) => judgeWorkerCall(ended, { isPatient, awaitedHost }),
  });
}

function checkInput(call: WorkerCall, action: CallableAction): void {
  const issues = action.checkInput(call.input);
  if (issues.length === 0) return;
  const message = `The input of ${call.workerId}.${call.action} is not valid: ${describeIssues(issues)}`;
  throw new HeronError('invalid-input', message, { issues });
}
