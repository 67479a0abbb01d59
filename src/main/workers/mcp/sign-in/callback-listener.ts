import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { timingSafeEqual } from 'node:crypto';
import { HeronError, systemCode } from '../../../base/errors.ts';

export type Callback = { code: string; iss: string | undefined };

export type CallbackListener = {
  /** Where the page of the sign-in is to send its answer. */
  url: string;
  /** Resolves with the first answer that carries the state. Errors: `permission-denied` when the person or the page said no. */
  answer: Promise<Callback>;
  close: () => void;
};

const path = '/signed-in';

/**
 * Waits on this machine alone for the answer of a sign-in. What does not carry the state is turned away and ends nothing, so
 * that no other page can. `port` is tried first, since a client may be registered for it.
 */
export async function listenForCallback(state: string, port = 0): Promise<CallbackListener> {
  const { promise, resolve, reject } = Promise.withResolvers<Callback>();
  promise.catch(() => undefined); // whoever waits hears of it
  const server = createServer((request, response) => {
    const say = (status: number, words: string): void => {
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', connection: 'close' };
      response.writeHead(status, { ...headers, 'content-security-policy': "default-src 'none'" }).end(words);
    };
    const asked = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method !== 'GET' || asked.pathname !== path) return say(404, 'There is nothing here.');
    const given = asked.searchParams;
    if (!isSame(given.get('state') ?? '', state))
      return say(400, 'This is no answer to a sign-in that Heron waits for.');
    const code = given.get('code');
    if (code !== null && !given.has('error')) {
      say(200, 'You are signed in. You can close this page and go back to Heron.');
      return resolve({ code, iss: given.get('iss') ?? undefined });
    }
    say(200, 'You are not signed in. You can close this page and go back to Heron.');
    reject(refused(given.get('error') ?? 'no code', given.get('error_description')));
  });
  await listen(server, port);
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}${path}`,
    answer: promise,
    close() {
      reject(new HeronError('cancelled', 'The sign-in was given up'));
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (port === 0 || systemCode(error) !== 'EADDRINUSE') throw error;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
}

function refused(error: string, description: string | null): HeronError {
  const plain = (text: string): string => text.replaceAll(/[^\P{C}]/gu, ' ').slice(0, 300);
  const why = description === null ? plain(error) : `${plain(error)}: ${plain(description)}`;
  const words = error === 'access_denied' ? 'The sign-in was refused' : 'The sign-in failed';
  return new HeronError('permission-denied', `${words} (${why})`);
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
