import { once } from 'node:events';
import { type IncomingMessage, request as ask } from 'node:http';
import type { WorkerSockets } from './context.ts';
import { WorkerFailure } from './failure.ts';

type Request = Parameters<WorkerSockets['request']>[1];

/** The sockets of a test: real requests, to those that are allowed. */
export function fakeSockets({ sockets, signal }: { sockets: string[]; signal: AbortSignal }): WorkerSockets {
  function refuseOthers(path: string): void {
    if (sockets.includes(path)) return;
    const details = { capability: 'socket', target: path };
    throw new WorkerFailure('permission-denied', `The worker may not talk to ${path}`, details);
  }
  return {
    async request(path, request) {
      refuseOthers(path);
      const response = await send(path, request, signal);
      const headers = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
      return { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body: bodyOf(response, path) };
    },
    // Its calls end only by being cancelled: when one returns, nobody is told.
    async leave(path, { json, ...line }) {
      refuseOthers(path);
      const headers = { 'content-type': 'application/json' };
      const request = json === undefined ? line : { ...line, headers, body: json };
      const sendNow = (): void => {
        send(path, request, new AbortController().signal).then(
          (response) => response.resume(),
          () => undefined,
        );
      };
      signal.addEventListener('abort', sendNow);
      return async () => signal.removeEventListener('abort', sendNow);
    },
  };
}

async function send(path: string, { target, method, headers, body }: Request, signal: AbortSignal) {
  const outgoing = ask({ socketPath: path, path: target, method, headers, signal, agent: false });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  answered.catch(() => undefined); // heard when all has been sent
  const pieces = typeof body === 'string' || body instanceof Uint8Array ? [body] : (body ?? []);
  for await (const piece of pieces) outgoing.write(piece);
  outgoing.end();
  try {
    const [response] = await answered;
    return response;
  } catch (error) {
    throw failureOf(error, path);
  }
}

async function* bodyOf(response: IncomingMessage, path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Uint8Array;
  } catch (error) {
    throw failureOf(error, path);
  }
}

function failureOf(error: unknown, path: string): WorkerFailure {
  const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const message = error instanceof Error ? error.message : String(error);
  return new WorkerFailure(isAbsent ? 'not-found' : 'network', `${path}: ${message}`, { path });
}
