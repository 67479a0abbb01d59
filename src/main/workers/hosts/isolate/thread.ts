/** A thread of the isolate host: holds one isolate, and the worker in it. Entry point of the pool's threads. */
import ivm from 'isolated-vm';
import { reasonOf } from '../reason-of.ts';
import { createModuleLoader } from './module-loader.ts';
import type { MessageFromThread, MessageToThread, ThreadPacket, ThreadTask } from './thread-messages.ts';

const longestWaitMs = 2 ** 31 - 1;
const checkedEveryMs = 250;

/** Lasts as long as the process. */
export async function serve(task: ThreadTask): Promise<never> {
  const { port, load } = task;
  const isolate = new ivm.Isolate({
    memoryLimit: load.memoryMb,
    // V8 has lost hold of the isolate: nothing in this process can be relied on.
    onCatastrophicError: () => void process.kill(process.pid, 'SIGKILL'),
  });
  const send = createSend(port);
  /** What the isolate said before goes first: after `stopped` nobody listens. */
  function tell(message: MessageFromThread): void {
    send.flush();
    port.postMessage(message);
  }
  let isExhausted = false;

  /** V8 disposes of an isolate that ran out of memory, in the middle of whatever it did. */
  function checkMemory(): void {
    if (!isolate.isDisposed || isExhausted) return;
    isExhausted = true;
    tell({ type: 'exhausted' });
  }

  try {
    setInterval(checkMemory, checkedEveryMs).unref();
    const { receive, end, found } = await startWorker(isolate, task.load, send.callback);
    port.on('message', (message: MessageToThread) => {
      if (message === 'end') void end().then(() => tell({ type: 'stopped' }), checkMemory);
      else receive.apply(undefined, [message.json, message.body && handOver(message.body)]).catch(checkMemory);
    });
    tell({ type: 'ready', ...found });
  } catch (error) {
    checkMemory();
    tell({ type: 'unusable', message: reasonOf(error, load.folder) });
  }
  return new Promise<never>(() => undefined);
}

type Receive = ivm.Reference<(json: string, body: ivm.Copy<Uint8Array> | undefined) => void>;

/** Bytes move into the isolate; copies would lie about until the next collection, and there are many. */
function handOver(body: Uint8Array): ivm.Copy<Uint8Array> {
  return new ivm.ExternalCopy(body, { transferOut: true }).copyInto({ release: true, transferIn: true });
}

type Found = Pick<Extract<MessageFromThread, { type: 'ready' }>, 'actions' | 'phases'>;

async function startWorker(
  isolate: ivm.Isolate,
  load: ThreadTask['load'],
  send: ivm.Callback,
): Promise<{ receive: Receive; end: () => Promise<void>; found: Found }> {
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

/** What the isolate says is gathered for a turn of the loop, and not looked into. */
function createSend(port: ThreadTask['port']): { callback: ivm.Callback; flush: () => void } {
  let packets: ThreadPacket[] = [];
  function flush(): void {
    if (packets.length === 0) return;
    const buffers = packets.flatMap(({ bytes }) => (bytes ? [bytes.buffer] : []));
    port.postMessage({ type: 'packets', packets } satisfies MessageFromThread, buffers);
    packets = [];
  }
  const callback = new ivm.Callback(
    (json: unknown, bytes: unknown, endedCall: unknown) => {
      packets.push({
        json: String(json),
        bytes: bytes instanceof Uint8Array ? (bytes as Uint8Array<ArrayBuffer>) : undefined,
        endedCall: typeof endedCall === 'number' ? endedCall : undefined,
      });
      if (packets.length === 1) setImmediate(flush);
    },
    { ignored: true },
  );
  return { callback, flush };
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
