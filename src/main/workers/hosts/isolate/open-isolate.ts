import ivm from 'isolated-vm';
import type { LifePhase, LoadMessage } from '../../../../worker-kit/host-side/messages.ts';
import { reasonOf } from '../reason-of.ts';
import { createModuleLoader } from './module-loader.ts';

/** A list of messages as JSON, and their bytes one after the other: in a buffer of their own, to be handed over. */
export type Delivery = { json: string; body: Uint8Array<ArrayBuffer> | undefined };

/** What an isolate has to say, and what became of it. */
export type IsolateListener = {
  ready: (found: Found) => void;
  unusable: (reason: string) => void;
  /** V8 has disposed of it. */
  exhausted: () => void;
  /** Its own ending has run. */
  stopped: () => void;
  /** A message from inside, not looked into: the engine does that. */
  said: (json: string, bytes: Uint8Array<ArrayBuffer> | undefined, endedCall: number | undefined) => void;
};

export type OpenedIsolate = {
  deliver: (delivery: Delivery) => void;
  /** There are no more calls, and the worker's own ending is to run. */
  end: () => void;
};

type Found = { actions: string[]; phases: LifePhase[] };

const longestWaitMs = 2 ** 31 - 1;
const checkedEveryMs = 250;

/**
 * An isolate with the worker in it. It runs on a thread of isolated-vm's own, never on this one: nothing here waits for what is
 * done in it, so this thread hears the engine however busy the isolates are.
 */
export function openIsolate(load: LoadMessage, listener: IsolateListener): OpenedIsolate {
  const isolate = new ivm.Isolate({
    memoryLimit: load.memoryMb,
    // V8 has lost hold of the isolate: nothing in this process can be relied on.
    onCatastrophicError: () => void process.kill(process.pid, 'SIGKILL'),
  });
  let started: Started | undefined;
  let isExhausted = false;

  /** V8 disposes of an isolate that ran out of memory, in the middle of whatever it did. */
  function checkMemory(): void {
    if (!isolate.isDisposed || isExhausted) return;
    isExhausted = true;
    listener.exhausted();
  }

  setInterval(checkMemory, checkedEveryMs).unref();
  startWorker(isolate, load, createSend(listener)).then(
    (worker) => {
      started = worker;
      listener.ready(worker.found);
    },
    (error: unknown) => {
      checkMemory();
      listener.unusable(reasonOf(error, load.folder));
    },
  );
  return {
    deliver({ json, body }) {
      // Not `applyIgnored`: what the isolate says then lies until something else wakes this thread.
      started?.receive.apply(undefined, [json, body && handOver(body)]).catch(checkMemory);
    },
    end: () => void started?.end().then(listener.stopped, checkMemory),
  };
}

type Receive = ivm.Reference<(json: string, body: ivm.Copy<Uint8Array> | undefined) => void>;

/** Bytes move into the isolate; copies would lie about until the next collection, and there are many. */
function handOver(body: Uint8Array): ivm.Copy<Uint8Array> {
  return new ivm.ExternalCopy(body, { transferOut: true }).copyInto({ release: true, transferIn: true });
}

type Started = { receive: Receive; end: () => Promise<void>; found: Found };

async function startWorker(isolate: ivm.Isolate, load: LoadMessage, send: ivm.Callback): Promise<Started> {
  const context = await isolate.createContext();
  // The language and nothing else: V8's own console would swallow what it is given.
  await context.eval('delete globalThis.console; delete globalThis.WebAssembly;');
  const main = await createModuleLoader({ isolate, context, ...load }).load();
  const start = await main.get('start', { reference: true });
  const wake = await main.get('wake', { reference: true });
  const found: unknown = await start.apply(undefined, [send, createAlarm(wake)]);
  const settle = async (name: 'begin' | 'end'): Promise<void> => {
    const step = await main.get(name, { reference: true });
    await step.apply(undefined, [], { result: { promise: true } });
  };
  await settle('begin');
  const receive = await main.get('receive', { reference: true });
  return { receive, end: () => settle('end'), found: JSON.parse(String(found)) as Found };
}

/** What crosses is plain values, whatever the worker has made of the kit's code beside it. */
function createSend({ said }: IsolateListener): ivm.Callback {
  return new ivm.Callback(
    (json: unknown, bytes: unknown, endedCall: unknown) =>
      said(
        String(json),
        bytes instanceof Uint8Array ? (bytes as Uint8Array<ArrayBuffer>) : undefined,
        typeof endedCall === 'number' ? endedCall : undefined,
      ),
    { ignored: true },
  );
}

/** An isolate has no timers of its own. */
function createAlarm(wake: ivm.Reference<(sleeper: number) => void>): ivm.Callback {
  return new ivm.Callback(
    (ms: unknown, sleeper: unknown) => {
      const delay = Math.min(Math.max(Number(ms) || 0, 0), longestWaitMs);
      setTimeout(() => wake.applyIgnored(undefined, [Number(sleeper)]), delay);
    },
    { ignored: true },
  );
}
