import { ask, fieldsOf, type Run } from './service.ts';
import { inspect, piecesOf } from './spoken.ts';

const mostLines = 100_000;

export const logs: Run<'logs'> = async ({ container, lines: count, follow, seconds, socket }, context) => {
  const service = { context, socket };
  const path = `/containers/${encodeURIComponent(container)}/logs`;
  const asked = ask(service, path, { query: { stdout: true, stderr: true, tail: count, follow } });
  // Podman answers nothing, not even that it will, before there is something to read.
  const source = follow ? readLater(asked) : (await asked).body[Symbol.asyncIterator]();
  const ended = Promise.withResolvers<IteratorResult<Uint8Array>>();
  // Nothing may come for long: the waiting for it ends here, and the answer with the call.
  const timer = setTimeout(() => ended.resolve({ done: true, value: undefined }), seconds * 1000);
  const untilOver: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.race([source.next(), ended.promise]) }),
  };
  try {
    const { lines, truncated } = await readLines(untilOver, (fresh) => {
      if (follow) context.progress({ output: { container, lines: fresh, truncated: false, isRunning: true } });
    });
    const { Running: isRunning } = fieldsOf((await inspect(service, container))['State']);
    return { container, lines, truncated, isRunning: isRunning === true };
  } finally {
    clearTimeout(timer);
  }
};

async function* readLater(asked: ReturnType<typeof ask>): AsyncGenerator<Uint8Array> {
  yield* (await asked).body;
}

/** Whole lines of both outputs, in the order they came. */
async function readLines(body: AsyncIterable<Uint8Array>, tell: (lines: string[]) => void) {
  const open = { stdout: '', stderr: '' };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const lines: string[] = [];
  let truncated = false;
  const add = (fresh: string[]): void => {
    if (fresh.length > 0) tell(fresh);
    const room = mostLines - lines.length;
    if (fresh.length > room) truncated = true;
    lines.push(...fresh.slice(0, room));
  };
  for await (const { stream, bytes } of piecesOf(body)) {
    const parts = (open[stream] + decoders[stream].decode(bytes, { stream: true })).split('\n');
    open[stream] = parts.pop() ?? '';
    add(parts.map((line) => line.replace(/\r$/, '')));
  }
  add([open.stdout, open.stderr].filter((line) => line !== ''));
  return { lines, truncated };
}
