import type { ClientRequest, IncomingMessage } from 'node:http';
import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import { HeronError } from '../../base/errors.ts';
import { http } from '../../base/node-http.ts';
import type { BrokerCall } from './broker-call.ts';
import type { HandleKind } from './handles.ts';
import { method } from './method.ts';
import { openAnswer } from './net-answer.ts';
import { networkError } from './network/network-error.ts';
import { checkHeaders } from './network/request-headers.ts';
import type { HttpRequest } from './network/send-request.ts';
import { Handle } from './parameters.ts';
import { canonicalPath, normalPath } from './paths/canonical-path.ts';
import { openSocket } from './paths/open-socket.ts';

type Asked = {
  path: string;
  request: Omit<HttpRequest, 'body'>;
  outgoing: ClientRequest;
  response: Promise<IncomingMessage>;
};

const asked: HandleKind<Asked> = {
  label: 'question',
  async close({ outgoing }) {
    outgoing.destroy();
  },
};

const requestLine = {
  path: z.string().min(1).max(4096),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
  target: z
    .string()
    .max(65_536)
    .regex(/^\/[\x21-\x7e]*$/, 'expected what stands in a request line, from its first slash on'),
};

const begin = method('sockets.begin', {
  parameters: strictObject(() => ({
    ...requestLine,
    headers: z.record(z.string().max(256), z.string().max(65_536)),
  })),
  async run(call, { path, method: verb, target, headers }) {
    const url = new URL(`http://unix.invalid${target}`);
    const request = { url, method: verb, headers: checkHeaders(headers) };
    refuseSecrets(call, request, undefined);
    const { handle } = await call.handles.open(asked, async () => {
      const real = await allowed(call, path, `${verb} ${target}`);
      return connect(call.signal, real, { request, target });
    });
    return { value: { handle } };
  },
});

const append = method('sockets.append', {
  parameters: strictObject(() => ({ handle: Handle })),
  bytes: 'required',
  run: (call, { handle }, bytes = nothing) =>
    call.handles.use(asked, handle, async ({ request, outgoing, response }) => {
      refuseSecrets(call, request, bytes);
      // Who has answered already reads no more; the answer says why.
      if (!outgoing.destroyed && !outgoing.write(bytes)) await Promise.race([drained(outgoing), settled(response)]);
      return { value: null };
    }),
});

const answer = method('sockets.answer', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    const { path, outgoing, response } = await call.handles.take(asked, handle);
    if (!outgoing.writableEnded) outgoing.end();
    const { url: _, ...value } = await openAnswer(call, async () => ({
      response: await response,
      host: path,
      url: `unix:${path}`,
    }));
    return { value };
  },
});

type Left = Asking & { path: string; json: string | undefined; logger: BrokerCall['logger'] };

/** What is to be ended or removed is gone, or has ended. */
const isSoAlready = [404, 409];
/** Of one who is slow the call waits no longer. */
const mostLeftMs = 10_000;

/** Whoever closes it sends it: with its call, when no code of the worker can ask any more. */
const left: HandleKind<Left> = {
  label: 'request that is left',
  async close({ path, request, target, json, logger }) {
    try {
      const signal = AbortSignal.timeout(mostLeftMs);
      const { outgoing, response } = await connect(signal, path, { request, target });
      outgoing.end(json);
      const { statusCode = 0 } = (await response).resume();
      if (statusCode >= 400 && !isSoAlready.includes(statusCode)) throw new Error(`it was answered with ${statusCode}`);
    } catch (error) {
      logger.warn(`What a call left to be asked could not be done: ${request.method} ${target}`, {
        error: String(error),
      });
    }
  },
};

const leave = method('sockets.leave', {
  parameters: strictObject(() => ({ ...requestLine, json: z.string().max(10_000).optional() })),
  async run(call, { path, method: verb, target, json }) {
    const headers = checkHeaders(json === undefined ? {} : { 'content-type': 'application/json' });
    const request = { url: new URL(`http://unix.invalid${target}`), method: verb, headers };
    refuseSecrets(call, request, json === undefined ? undefined : Buffer.from(json));
    const { logger } = call;
    const { handle } = await call.handles.open(left, async () => {
      const real = await allowed(call, path, `${verb} ${target}`);
      return { path: real, request, target, json, logger };
    });
    return { value: { handle } };
  },
});

const drop = method('sockets.drop', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    await call.handles.take(left, handle);
    return { value: null };
  },
});

const nothing = new Uint8Array();

/** The real path of a socket that may be talked to: named as it is, by no rule refused, and allowed. */
async function allowed(call: BrokerCall, path: string, detail: string): Promise<string> {
  const named = normalPath(path);
  const real = await canonicalPath(named);
  const need = { capability: 'socket', target: real, detail } as const;
  const refusal = call.socketRules.against(named) ?? call.socketRules.against(real);
  if (refusal) call.access.refuse('sockets.begin', need, refusal);
  await call.access.allow('sockets.begin', need);
  return real;
}

type Asking = { request: Omit<HttpRequest, 'body'>; target: string };

/** The socket is held fast until the connection stands: a link that is put in its place leads nowhere. */
async function connect(signal: AbortSignal, path: string, { request, target }: Asking): Promise<Asked> {
  const socket = await openSocket(path);
  const outgoing = http.request({
    socketPath: socket.place,
    path: target,
    method: request.method,
    headers: { host: 'localhost', 'user-agent': 'Heron', accept: '*/*', ...Object.fromEntries(request.headers) },
    agent: false,
    signal,
  });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', (error) => reject(signal.aborted ? (signal.reason as Error) : unanswered(error, path)));
    outgoing.on('close', () => reject(new HeronError('network', `${path} gave no answer`, { host: path })));
  });
  // It is heard when the answer is asked for.
  response.catch(() => undefined);
  const release = (): void => void socket.release().catch(() => undefined);
  outgoing.once('close', release).once('socket', (stream) => void stream.once('connect', release));
  return { path, request, outgoing, response };
}

function unanswered(error: unknown, path: string): HeronError {
  if (error instanceof Error && 'code' in error && error.code === 'EACCES') {
    const message = `This user may not talk to ${path}; whoever owns it can let them in`;
    return new HeronError('network', message, { host: path, cause: 'EACCES' }, { cause: error });
  }
  return networkError(error, path);
}

function drained(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      outgoing.off('drain', end).off('close', end);
      resolve();
    };
    outgoing.on('drain', end).on('close', end);
  });
}

function settled(response: Promise<unknown>): Promise<void> {
  return response.then(
    () => undefined,
    () => undefined,
  );
}

/** No secret is for a socket: neither a handle nor a value goes there. */
function refuseSecrets(call: BrokerCall, request: Omit<HttpRequest, 'body'>, body: Uint8Array | undefined): void {
  call.secrets.plan({ ...request, body });
}

export const socketMethods = [begin, append, answer, leave, drop];
