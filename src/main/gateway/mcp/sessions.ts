import { randomUUID } from 'node:crypto';
import {
  isInitializeRequest,
  type Server,
  WebStandardStreamableHTTPServerTransport as HttpTransport,
} from '@modelcontextprotocol/server';
import type { Clock } from '../../base/clock.ts';
import { createKeptMessages } from './kept-messages.ts';

type Session = { transport: HttpTransport; usedAt: number; close: () => Promise<void> };

export type Sessions = {
  /** Whether it is for a session: one that is there, or begins one. */
  takes: (request: Request, body: unknown) => boolean;
  answer: (request: Request, body: unknown) => Promise<Response>;
};

/** More clients at once than any person has; who comes then takes the place of who has been silent longest. */
const mostSessions = 64;

/** After this silence a session may be forgotten; a client begins another one. */
const longestSilenceMs = 30 * 60_000;

/** For a client that lost its connection; it asks again after this time. */
const retryMs = 1000;

type SessionsParts = { openServer: () => Server; clock: Clock; maxBodyBytes: number };

/**
 * Clients of the older protocol that begin with `initialize` have a session: they can be told of changes, and take up again a
 * call whose connection broke. Who begins with anything else is answered without one.
 */
export function createSessions({ openServer, clock, maxBodyBytes }: SessionsParts): Sessions {
  const open = new Map<string, Session>();

  function makeRoom(): void {
    const old = [...open].toSorted(([, a], [, b]) => a.usedAt - b.usedAt);
    const silent = old.filter(([, { usedAt }]) => usedAt < clock() - longestSilenceMs);
    const tooMany = old.slice(0, Math.max(0, old.length - mostSessions + 1));
    for (const [id, session] of new Map([...silent, ...tooMany])) {
      open.delete(id);
      // Nobody waits for it.
      session.close().catch(() => undefined);
    }
  }

  async function begin(request: Request, body: unknown): Promise<Response> {
    makeRoom();
    const server = openServer();
    const transport: HttpTransport = new HttpTransport({
      sessionIdGenerator: randomUUID,
      eventStore: createKeptMessages(),
      retryInterval: retryMs,
      maxRequestBodySize: maxBodyBytes,
      onsessioninitialized: (id) => void open.set(id, { transport, usedAt: clock(), close: () => server.close() }),
      onsessionclosed: (id) => void open.delete(id),
    });
    await server.connect(transport);
    return transport.handleRequest(request, { parsedBody: body });
  }

  return {
    takes: (request, body) => request.headers.has('mcp-session-id') || isBeginning(body),
    answer(request, body) {
      const id = request.headers.get('mcp-session-id');
      if (id === null) return begin(request, body);
      const session = open.get(id);
      if (!session) return Promise.resolve(gone());
      session.usedAt = clock();
      return session.transport.handleRequest(request, body === undefined ? {} : { parsedBody: body });
    },
  };
}

function isBeginning(body: unknown): boolean {
  return isInitializeRequest(body);
}

/** By the protocol a client begins a new session then. */
function gone(): Response {
  const error = { code: -32001, message: 'This session is over; begin a new one' };
  return Response.json({ jsonrpc: '2.0', error, id: null }, { status: 404 });
}
