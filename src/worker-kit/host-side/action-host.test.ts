import { expect, test } from 'vitest';
import type { ActionRun } from '../define-worker.ts';
import type { ListedEntries } from '../broker-methods.ts';
import type { ShellOutput } from '../context.ts';
import { createActionHost, readActions } from './action-host.ts';
import type { MessageFromHost, Packet, RequestMessage } from './messages.ts';
import { plainTextCodec } from './plain-text-codec.ts';

type Answer = { value: unknown; bytes?: Uint8Array } | Error;

const scope = { runId: 'run', taskId: 'task', attempt: 2, idempotencyKey: 'run.task' };

/** Runs one action on a host whose broker is `broker`, and collects what the host says. */
function hostOf(action: ActionRun<unknown, unknown>, broker: (request: RequestMessage, bytes?: Uint8Array) => Answer) {
  const said: MessageFromHost[] = [];
  const ended = Promise.withResolvers<MessageFromHost>();
  const deliver = createActionHost(new Map([['act', action]]), {
    send(packet: Packet<MessageFromHost>) {
      const { message, bytes } = packet;
      said.push(message);
      if (message.type === 'result' || message.type === 'error') ended.resolve(message);
      if (message.type === 'request') queueMicrotask(() => answer(message, bytes));
    },
    now: () => 42,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    text: plainTextCodec,
  });
  function answer(message: RequestMessage, bytes: Uint8Array | undefined): void {
    const { call, request } = message;
    const outcome = broker(message, bytes);
    if (outcome instanceof Error) {
      deliver({ message: { type: 'refusal', call, request, failure: { code: 'network', message: outcome.message } } });
    } else {
      deliver({ message: { type: 'reply', call, request, value: outcome.value }, bytes: outcome.bytes });
    }
  }
  deliver({ message: { type: 'call', call: 1, action: 'act', input: { path: '/a' }, scope, settings: {} } });
  const methods = (): string[] => said.flatMap((message) => (message.type === 'request' ? [message.method] : []));
  return { said, ended: ended.promise, deliver, methods };
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test('a folder is listed page by page', async () => {
  const named = (...names: string[]): Partial<ListedEntries> => ({
    names,
    prefix: '/a/',
    kinds: [],
    sizes: [],
    modified: [],
    modes: [],
  });
  const host = hostOf(
    async (_input, { files }) => {
      const names: string[] = [];
      for await (const { name } of files.list('/a', { recursive: true })) names.push(name);
      return { names };
    },
    ({ parameters }) => {
      const { cursor } = parameters as { cursor: string | null };
      return {
        value: cursor === null ? { entries: named('a', 'b'), next: 'b' } : { entries: named('c'), next: null },
      };
    },
  );
  expect(await host.ended).toMatchObject({ type: 'result', output: { names: ['a', 'b', 'c'] } });
});

test('reading that is left early closes the file', async () => {
  const host = hostOf(
    async (_input, { files }) => {
      for await (const chunk of files.read('/a', { start: 2, end: 9 })) return chunk.length;
      return 0;
    },
    ({ method }) => {
      if (method === 'files.open') return { value: { handle: 7, size: 100, done: false }, bytes: text('abc') };
      return method === 'files.next' ? { value: { done: false }, bytes: text('def') } : { value: null };
    },
  );
  expect(await host.ended).toMatchObject({ output: 3 });
  expect(host.methods()).toEqual(['files.open', 'files.next', 'files.close']);
  expect(host.said[0]).toMatchObject({ parameters: { path: '/a', start: 2, end: 9 } });
});

test('text that is larger than asked for is not read', async () => {
  const host = hostOf(
    async (_input, { files }) => files.readText('/a', { maxBytes: 10 }),
    ({ method }) =>
      method === 'files.open'
        ? { value: { handle: 1, size: 11, done: false }, bytes: text('abc') }
        : { value: { done: true } },
  );
  expect(await host.ended).toMatchObject({
    type: 'error',
    failure: { code: 'limit-exceeded', details: { maxBytes: 10 } },
  });
  expect(host.methods()).toEqual(['files.open', 'files.next', 'files.close']);
});

test('small pieces are gathered, large ones cut, and the file is put in its place at the end', async () => {
  const sizes: number[] = [];
  const host = hostOf(
    async (_input, { files }) =>
      files.write(
        '/a',
        (async function* () {
          for (let index = 0; index < 1000; index += 1) yield 'x'.repeat(100);
          yield new Uint8Array(600 * 1024);
          yield 'end';
        })(),
        { overwrite: true },
      ),
    ({ method }, bytes) => {
      if (bytes) sizes.push(bytes.byteLength);
      return { value: method === 'files.create' ? { handle: 3 } : { size: 1 } };
    },
  );
  expect(await host.ended).toMatchObject({ type: 'result', output: { size: 1 } });
  expect(Math.max(...sizes)).toBe(256 * 1024);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100_000 + 600 * 1024 + 3);
  expect(sizes.length).toBeLessThan(6);
  expect(host.methods().at(-1)).toBe('files.commit');
});

test('writing that fails in the middle throws the bytes away', async () => {
  const host = hostOf(
    async (_input, { files }) =>
      files.write(
        '/a',
        (async function* () {
          yield new Uint8Array(600 * 1024);
          throw new Error('the source dried up');
        })(),
      ),
    ({ method }) => ({ value: method === 'files.create' ? { handle: 3 } : null }),
  );
  expect(await host.ended).toMatchObject({ failure: { code: 'worker-failed', message: 'the source dried up' } });
  expect(host.methods()).toEqual(['files.create', 'files.append', 'files.append', 'files.append', 'files.close']);
});

test('a small file is one request, to read it as to write it', async () => {
  const status = { path: '/a', kind: 'file', size: 5, modifiedAt: 0, mode: 0o644 };
  const written: string[] = [];
  const host = hostOf(
    async (_input, { files }) => {
      const parts = (async function* () {
        yield 'he';
        yield 'llo';
      })();
      const { size } = await files.write('/a', parts);
      await files.write('/empty', '');
      return { size, content: await files.readText('/a') };
    },
    ({ method }, bytes) => {
      if (method === 'files.open') return { value: { handle: 1, size: 5, done: true }, bytes: text('hello') };
      written.push(bytes ? Buffer.from(bytes).toString() : '');
      return { value: status };
    },
  );
  expect(await host.ended).toMatchObject({ output: { size: 5, content: 'hello' } });
  expect(host.methods()).toEqual(['files.write', 'files.write', 'files.open']);
  expect(written).toEqual(['hello', '']);
});

test('a worker may fill one buffer again and again, although its pieces are under way', async () => {
  const kept: Uint8Array[] = [];
  const host = hostOf(
    async (_input, { files }) => {
      const buffer = new Uint8Array(300 * 1024);
      const parts = (async function* () {
        for (let turn = 1; turn <= 3; turn += 1) yield buffer.fill(turn);
      })();
      return files.write('/a', parts);
    },
    ({ method }, bytes) => {
      if (bytes) kept.push(bytes);
      return { value: method === 'files.create' ? { handle: 3 } : { size: 1 } };
    },
  );
  await host.ended;
  const content = Buffer.concat(kept);
  expect([content.indexOf(2), content.indexOf(3), content.length]).toEqual([300 * 1024, 600 * 1024, 900 * 1024]);
});

test('a page is fetched with its body, and read as it comes', async () => {
  const bodies: string[] = [];
  const host = hostOf(
    async (_input, { net }) => {
      const response = await net.fetch('https://example.org/', { method: 'POST', body: 'question' });
      let answer = '';
      for await (const chunk of response.body) answer += new TextDecoder().decode(chunk);
      return { status: response.status, answer, keys: Object.keys(response).toSorted() };
    },
    ({ method }, bytes) => {
      if (bytes) bodies.push(new TextDecoder().decode(bytes));
      if (method === 'net.open') return { value: { handle: 1, status: 200, url: 'https://example.org/', headers: {} } };
      return method === 'net.next' ? { value: { done: true }, bytes: text('reply') } : new Error('closed already');
    },
  );
  expect(await host.ended).toMatchObject({
    output: { status: 200, answer: 'reply', keys: ['body', 'headers', 'status', 'url'] },
  });
  expect(bodies).toEqual(['question']);
});

function program(lines: string[]): (request: RequestMessage) => Answer {
  const left = [...lines];
  return ({ method }) => {
    if (method === 'shell.open') return { value: { handle: 1, pid: 99 } };
    if (method === 'shell.kill') return { value: null };
    const line = left.shift();
    return line === undefined
      ? { value: { exit: { code: 3, signal: null } } }
      : { value: { stream: 'stdout' }, bytes: text(line) };
  };
}

test("a program's output is read in order, then its exit is known", async () => {
  const host = hostOf(
    async (_input, { shell }) => {
      const { pid, output, exit } = await shell.run('ls', ['-l']);
      const chunks: ShellOutput[] = [];
      for await (const chunk of output) chunks.push(chunk);
      return { pid, length: chunks.length, exit: await exit };
    },
    program(['a', 'b']),
  );
  expect(await host.ended).toMatchObject({ output: { pid: 99, length: 2, exit: { code: 3, signal: null } } });
});

test('a program nobody reads on is ended, and its exit is still known', async () => {
  const host = hostOf(
    async (_input, { shell }) => {
      const { output, exit } = await shell.run('yes', []);
      for await (const chunk of output) if (chunk.bytes.length > 0) break;
      return exit;
    },
    program(['y', 'y', 'y']),
  );
  expect(await host.ended).toMatchObject({ output: { code: 3 } });
  expect(host.methods()).toContain('shell.kill');
});

test('a cancelled call: its signal is aborted, what it waits for is given up, and it asks for nothing more', async () => {
  const seen: unknown[] = [];
  const host = hostOf(
    async (_input, { signal, sleep, files }) => {
      signal.addEventListener('abort', () => seen.push('heard'));
      signal.addEventListener('abort', () => {
        throw new Error('a bad listener');
      });
      await sleep(60_000).catch((error: Error) => seen.push(error.message));
      await files.status('/a').catch((error: Error) => seen.push(error.message));
      signal.throwIfAborted();
    },
    () => ({ value: null }),
  );
  host.deliver({ message: { type: 'cancel', call: 1, failure: { code: 'cancelled', message: 'Enough' } } });
  expect(await host.ended).toMatchObject({ type: 'error', failure: { code: 'cancelled', message: 'Enough' } });
  expect(seen).toEqual(['heard', 'Enough', 'Enough']);
  expect(host.methods()).toEqual([]);
});

test('an answer to a call that is over, or to a question never asked, is nobody’s', async () => {
  const host = hostOf(
    () => ({ done: true }),
    () => ({ value: null }),
  );
  await host.ended;
  host.deliver({ message: { type: 'reply', call: 1, request: 5, value: 1 } });
  host.deliver({ message: { type: 'cancel', call: 8, failure: { code: 'cancelled', message: 'x' } } });
  expect(host.said).toHaveLength(1);
});

test.each([
  ['nothing', undefined],
  ['a function', () => 1],
  ['no actions', {}],
  ['an action that is no function', { actions: { act: 1 } }],
])('%s is not a worker', (_name, definition) => {
  expect(() => readActions(definition)).toThrow(/not a worker|not a function/);
});
