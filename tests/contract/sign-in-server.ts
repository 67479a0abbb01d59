import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { InvalidGrantError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';

/** What the person on the page does, and what the server has been asked. */
export type SignInServer = {
  url: string;
  /** Whether whoever comes to the page says no. */
  refuses: boolean;
  /** The scope without which a tool is not called. */
  wanted: string | undefined;
  /** What it gives cannot be renewed. */
  endsForGood: boolean;
  seen: { registered: number; renewed: number; scopes: string[]; headers: string[] };
  /** Access tokens are no longer good; with `all`, nor are those that renew them. */
  expire: (what: 'access' | 'all') => void;
  close: () => Promise<void>;
};

type Grant = { client: string; scopes: string[]; challenge?: string };

const routerFile = createRequire(import.meta.url).resolve('@modelcontextprotocol/sdk/server/auth/router.js');

/**
 * An MCP server that lets in only who has signed in, and the authorisation server beside it: the official package's own, with
 * registration, PKCE and tokens that renew others once.
 */
export async function startSignInServer(): Promise<SignInServer> {
  const codes = new Map<string, Grant>();
  const access = new Map<string, Grant>();
  const renewing = new Map<string, Grant>();
  const clients = new Map<string, { client_id: string }>();
  const seen: SignInServer['seen'] = { registered: 0, renewed: 0, scopes: [], headers: [] };
  const state = { refuses: false, wanted: undefined as string | undefined, endsForGood: false };

  function tokens(grant: Grant) {
    const [token, refresh] = [`access-${randomUUID()}`, `refresh-${randomUUID()}`];
    access.set(token, grant);
    renewing.set(refresh, grant);
    return {
      ...(state.endsForGood ? {} : { refresh_token: refresh }),
      ...{ access_token: token, token_type: 'bearer', expires_in: 3600 },
      scope: grant.scopes.join(' '),
    };
  }

  const provider = {
    clientsStore: {
      getClient: (id: string) => clients.get(id),
      registerClient(client: { client_id: string }) {
        seen.registered += 1;
        clients.set(client.client_id, client);
        return client;
      },
    },
    async authorize(
      client: { client_id: string },
      asked: { state?: string; scopes?: string[]; codeChallenge: string; redirectUri: string },
      response: { redirect: (to: string) => void },
    ) {
      const to = new URL(asked.redirectUri);
      if (asked.state !== undefined) to.searchParams.set('state', asked.state);
      seen.scopes.push((asked.scopes ?? []).join(' '));
      if (state.refuses) {
        to.searchParams.set('error', 'access_denied');
      } else {
        const code = randomUUID();
        codes.set(code, { client: client.client_id, scopes: asked.scopes ?? [], challenge: asked.codeChallenge });
        to.searchParams.set('code', code);
      }
      response.redirect(to.href);
    },
    challengeForAuthorizationCode: async (_client: unknown, code: string) => codes.get(code)?.challenge ?? '',
    async exchangeAuthorizationCode(_client: unknown, code: string) {
      const grant = codes.get(code);
      codes.delete(code);
      if (!grant) throw new Error('no such code');
      return tokens(grant);
    },
    async exchangeRefreshToken(_client: unknown, refresh: string) {
      const grant = renewing.get(refresh);
      renewing.delete(refresh);
      if (!grant) throw new InvalidGrantError('no such token');
      seen.renewed += 1;
      return tokens(grant);
    },
    verifyAccessToken: async () => {
      throw new Error('asked of nobody');
    },
  };

  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const url = new URL('/mcp', base);
  const router = await authRouter(provider, base, url);
  const mcp = createMcpHandler(noteServer);
  server.on('request', (request, response) => {
    if (request.url !== '/mcp') return router(request, response);
    seen.headers.push(request.headers.authorization ?? '');
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const grant = access.get(token);
    const turnAway = (status: number, error: string, scope: string): void => {
      const place = new URL('/.well-known/oauth-protected-resource/mcp', base);
      const challenge = `Bearer error="${error}", scope="${scope}", resource_metadata="${place.href}"`;
      response.writeHead(status, { 'www-authenticate': challenge }).end();
    };
    if (!grant) return turnAway(401, 'invalid_token', 'notes');
    const answerWith = async (body: string): Promise<void> => {
      const lacks = state.wanted !== undefined && !grant.scopes.includes(state.wanted);
      if (lacks && body.includes('tools/call')) return turnAway(403, 'insufficient_scope', state.wanted ?? '');
      const { method = 'GET', headers } = request;
      const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const asked = { method, headers: sent, signal: gone.signal, ...(body === '' ? {} : { body }) };
      const answer = await mcp.fetch(new Request(url, asked));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      for await (const piece of answer.body ?? []) response.write(piece);
      response.end();
    };
    // Who has gone away gets no answer.
    void bodyOf(request)
      .then(answerWith)
      .catch(() => response.destroy());
  });

  return {
    url: url.href,
    seen,
    get refuses() {
      return state.refuses;
    },
    set refuses(value) {
      state.refuses = value;
    },
    get wanted() {
      return state.wanted;
    },
    set wanted(value) {
      state.wanted = value;
    },
    get endsForGood() {
      return state.endsForGood;
    },
    set endsForGood(value) {
      state.endsForGood = value;
    },
    expire(what) {
      access.clear();
      if (what === 'all') renewing.clear();
    },
    close: () => closed(server),
  };
}

function noteServer(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool('note', { description: 'Reads the note' }, async () => ({
    content: [{ type: 'text', text: 'only for who signed in' }],
  }));
  return server;
}

async function authRouter(provider: object, issuerUrl: URL, resourceServerUrl: URL): Promise<RequestListener> {
  const { mcpAuthRouter } = (await import('@modelcontextprotocol/sdk/server/auth/router.js')) as unknown as {
    mcpAuthRouter: (options: object) => unknown;
  };
  const express = createRequire(routerFile)('express') as () => RequestListener & { use: (router: unknown) => void };
  const app = express();
  app.use(mcpAuthRouter({ provider, issuerUrl, resourceServerUrl, scopesSupported: ['notes', 'more'] }));
  return app;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
