import type { BrokerMethod } from '../broker-methods.ts';
import type { ActionRun } from '../define-worker.ts';
import { WorkerFailure } from '../failure.ts';
import { CallUsageCount } from '../usage-count.ts';
import type { BrokerAnswer, BrokerRequest } from './broker-request.ts';
import { createContext, type HostPlatform } from './call-context.ts';
import { createCallSignal, type CallSignal } from './call-signal.ts';
import { hookAction } from './hook-action.ts';
import type { CallMessage, CallTotal, CallTraffic, HostFailure, Packet } from './messages.ts';

export type Actions = Map<string, ActionRun<unknown, unknown>>;

/** The actions and hooks of a worker module's default export. Throws a sentence that says what is wrong with it. */
export function readActions(definition: unknown): Actions {
  const actions: unknown = isRecord(definition) ? definition['actions'] : undefined;
  if (!isRecord(definition) || !isRecord(actions)) {
    throw new TypeError('its default export is not a worker, expected defineWorker({ actions: { … } })');
  }
  const hooks: unknown = definition['hooks'] ?? {};
  if (!isRecord(hooks)) throw new TypeError('its hooks are not an object of functions');
  return new Map([
    ...Object.entries(actions).map(([name, run]) => [name, runnable('action', name, run)] as const),
    ...Object.entries(hooks).map(([event, run]) => [hookAction(event), runnable('hook', event, run)] as const),
  ]);
}

function runnable(kind: string, name: string, run: unknown): ActionRun<unknown, unknown> {
  if (typeof run !== 'function') throw new TypeError(`its ${kind} ${name} is not a function`);
  return run as ActionRun<unknown, unknown>;
}

type Waiting = { resolve(answer: { value: unknown; bytes: Uint8Array | undefined }): void; reject(error: Error): void };

/** `requests` is there once it has asked for something. */
type RunningCall = { state: CallSignal; requests: Map<number, Waiting> | undefined };

/** Runs a worker's actions: calls and broker replies come in, results and broker requests go out. */
export function createActionHost(actions: Actions, platform: HostPlatform): (packet: Packet<CallTraffic>) => void {
  const calls = new Map<number, RunningCall>();
  let lastRequest = 0;

  async function run(message: CallMessage): Promise<void> {
    const { call, scope, settings } = message;
    const running: RunningCall = { state: createCallSignal(), requests: undefined };
    const usage = new CallUsageCount();
    calls.set(call, running);
    try {
      const action = actions.get(message.action);
      if (!action) throw new WorkerFailure('unsupported', `There is no action ${message.action}`);
      const request = createRequest(call, running);
      const context = createContext({ call, scope, settings, signal: running.state.signal, request, usage, platform });
      const output = await action(message.input, context);
      platform.send({ message: { type: 'result', call, output: output ?? null, used: usage.total() } });
    } catch (error) {
      reportError(call, error, usage.total(), platform);
    } finally {
      calls.delete(call);
    }
  }

  function createRequest(call: number, running: RunningCall): BrokerRequest {
    return (method, parameters, bytes) =>
      new Promise((resolve, reject) => {
        running.state.signal.throwIfAborted();
        lastRequest += 1;
        platform.send({ message: { type: 'request', call, request: lastRequest, method, parameters }, bytes });
        // What came back is what this method answers with: the engine's side of the table is the same.
        const accept = resolve as (answer: BrokerAnswer<BrokerMethod>) => void;
        running.requests ??= new Map();
        running.requests.set(lastRequest, { resolve: accept, reject });
      });
  }

  return ({ message, bytes }) => {
    if (message.type === 'call') return void run(message);
    const running = calls.get(message.call);
    if (!running) return;
    if (message.type === 'cancel') {
      const reason = toError(message.failure);
      running.state.abort(reason);
      for (const waiting of running.requests?.values() ?? []) waiting.reject(reason);
      return running.requests?.clear();
    }
    const waiting = running.requests?.get(message.request);
    running.requests?.delete(message.request);
    if (message.type === 'reply') waiting?.resolve({ value: message.value, bytes });
    else waiting?.reject(toError(message.failure));
  };
}

function toError(failure: HostFailure): WorkerFailure {
  return new WorkerFailure(failure.code, failure.message, failure.details);
}

function reportError(call: number, error: unknown, used: CallTotal | undefined, platform: HostPlatform): void {
  const { failure, stack } = readError(error);
  if (stack !== undefined) platform.send({ message: { type: 'log', level: 'error', message: stack } });
  try {
    platform.send({ message: { type: 'error', call, failure, used } });
  } catch {
    const { code, message } = failure; // its details cannot be carried
    platform.send({ message: { type: 'error', call, failure: { code, message }, used } });
  }
}

/** An error may be a trap itself: a getter that throws, for example. */
function readError(error: unknown): { failure: HostFailure; stack?: string } {
  try {
    const failure = toFailure(error);
    const hasStack = failure.code === 'worker-failed' && error instanceof Error && error.stack !== undefined;
    return hasStack ? { failure, stack: printed(error.stack) } : { failure };
  } catch {
    return { failure: { code: 'worker-failed', message: 'The worker threw something that cannot be read' } };
  }
}

/** By shape, not by class: a worker may carry its own copy of the kit, and errors cross realms. */
function toFailure(error: unknown): HostFailure {
  if (!(error instanceof Error)) return { code: 'worker-failed', message: `The worker threw ${printed(error)}` };
  const message = printed(error.message); // worker code may have put anything there
  if (error.name === 'WorkerFailure' && 'code' in error && typeof error.code === 'string') {
    return {
      code: printed(error.code).slice(0, 64),
      message,
      details: 'details' in error ? plain(error.details) : undefined,
    };
  }
  if (error instanceof RangeError && message === 'Array buffer allocation failed') {
    return { code: 'limit-exceeded', message, details: { limit: 'memoryMb' } };
  }
  return { code: 'worker-failed', message: message || error.name };
}

function printed(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(plain(value)) ?? typeof value)).slice(0, 4000);
}

const longestDetails = 64 * 1024;

/** What JSON can carry of an object; nothing if it cannot, or if it is far too much. */
function plain(value: unknown): Record<string, unknown> | undefined {
  try {
    const json = JSON.stringify(value) ?? 'null';
    const copy: unknown = json.length > longestDetails ? undefined : JSON.parse(json);
    return isRecord(copy) && !Array.isArray(copy) ? copy : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
