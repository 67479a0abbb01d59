import { randomBytes } from 'node:crypto';
import type { AuthProvider } from '@modelcontextprotocol/client';
import { HeronError } from '../../../base/errors.ts';
import { type CallbackListener, listenForCallback } from './callback-listener.ts';
import type { KeptSignIn, SignInStore } from './kept-sign-in.ts';
import { aloneProvider } from './alone-provider.ts';
import { oauthProvider } from './oauth-provider.ts';
import { refusePlain, signInFetch } from './sign-in-fetch.ts';

/** Which server, and as what Heron is known there. */
export type SignInServer = {
  name: string;
  url: string;
  client: { client_id: string; client_secret?: string } | undefined;
  /** Heron signs in by itself with the secret, or with it as a private key, and no person does. */
  alone?: 'secret' | 'key';
};

export type SignInState = 'none' | 'needed' | 'waiting' | 'done';

export type SignIns = {
  state: (name: string, url: string) => SignInState;
  /** When what was given ends; undefined where nobody knows, and where it is renewed by itself. */
  endsAt: (name: string, url: string) => number | undefined;
  /** For a connection: uses and renews what was given, and never opens a page. */
  authProvider: (server: SignInServer) => AuthProvider;
  /** What a server answers to who is not signed in, or not for enough. */
  noteRefusal: (name: string, answer: Response) => Promise<void>;
  /**
   * Finds out where one signs in and gives the page to open; `done` settles when the person has answered, or ten minutes later.
   * Errors: `unsupported` where the server does not say where, `network`, `permission-denied`.
   */
  begin: (server: SignInServer) => Promise<{ page: string; done: Promise<void> }>;
  /** Forgets what was given. */
  signOut: (name: string) => Promise<void>;
  close: () => void;
};

type Challenge = { resourceMetadataUrl?: URL | undefined; scope?: string | undefined };

const patienceMs = 10 * 60_000;

/** What is known of each server besides what the vault keeps. */
type Memory = {
  store: SignInStore;
  challenges: Map<string, Challenge>;
  underWay: Map<string, CallbackListener>;
};

export function createSignIns(store: SignInStore): SignIns {
  const memory: Memory = { store, challenges: new Map(), underWay: new Map() };
  const { challenges, underWay } = memory;
  const renewals = new Map<string, Promise<void>>();
  return {
    state(name, url) {
      if (underWay.has(name)) return 'waiting';
      if (challenges.has(name)) return 'needed';
      return store.read(name, url)?.tokens ? 'done' : 'none';
    },
    endsAt(name, url) {
      const { tokens, givenAt } = store.read(name, url) ?? {};
      if (!tokens?.expires_in || tokens.refresh_token || givenAt === undefined) return undefined;
      return givenAt + tokens.expires_in * 1000;
    },
    authProvider: (server) => ({
      token: async () => store.read(server.name, server.url)?.tokens?.access_token,
      async onUnauthorized() {
        const { name } = server;
        // A token that renews others may be good for once only.
        const renewal = renewals.get(name) ?? renew(memory, server).finally(() => renewals.delete(name));
        renewals.set(name, renewal);
        await renewal;
      },
    }),
    async noteRefusal(name, answer) {
      const { extractWWWAuthenticateParams } = await import('@modelcontextprotocol/client');
      const { resourceMetadataUrl, scope, error } = extractWWWAuthenticateParams(answer);
      if (answer.status === 401 || error === 'insufficient_scope') challenges.set(name, { resourceMetadataUrl, scope });
    },
    begin: (server) => begin(memory, server),
    async signOut(name) {
      underWay.get(name)?.close();
      challenges.delete(name);
      await store.remove(name);
    },
    close() {
      for (const listener of underWay.values()) listener.close();
    },
  };
}

/** Errors: `permission-missing` where only a person can go on. */
async function renew(memory: Memory, server: SignInServer): Promise<void> {
  const { store, challenges } = memory;
  const { name, url } = server;
  if (server.alone) return signInAlone(memory, server, server.alone);
  const kept = store.read(name, url);
  if (!kept?.tokens?.refresh_token) throw needed(name);
  const { auth } = await import('@modelcontextprotocol/client');
  const provider = oauthProvider({
    ...partsOf(store, server, kept.redirectUrl ?? 'http://127.0.0.1/signed-in'),
    state: '',
    show: () => {
      throw needed(name);
    },
  });
  await auth(provider, { serverUrl: url, ...challenges.get(name), fetchFn: signInFetch(url) });
  challenges.delete(name);
}

/** With the secret of the client, as often as what was given runs out. Errors: those of the server's answer, `invalid-input`. */
async function signInAlone({ store, challenges }: Memory, server: SignInServer, how: 'secret' | 'key'): Promise<void> {
  const { name, url, client } = server;
  const secret = client?.client_secret;
  if (!client || secret === undefined) {
    throw new HeronError('invalid-input', `connection.client.secret: ${name} is signed in at with a secret`, {
      path: 'connection.client.secret',
    });
  }
  const { auth } = await import('@modelcontextprotocol/client');
  const provider = await aloneProvider({ clientId: client.client_id, secret, how }, (tokens) =>
    store.write(name, { url, tokens }),
  );
  await auth(provider, { serverUrl: url, ...challenges.get(name), fetchFn: signInFetch(url) });
  challenges.delete(name);
}

async function begin({ store, challenges, underWay }: Memory, server: SignInServer) {
  const { name, url } = server;
  if (server.alone) {
    const text = `Heron signs in at ${name} by itself; nobody has to open a page`;
    throw new HeronError('unsupported', text, { server: name });
  }
  underWay.get(name)?.close();
  const before = store.read(name, url);
  const listener = await open(before);
  const { callback } = listener;
  underWay.set(name, callback);
  const end = (): void => {
    callback.close();
    if (underWay.get(name) === callback) underWay.delete(name);
  };
  try {
    const { page, finish } = await ask(store, server, { before, listener, challenge: challenges.get(name) });
    const done = finish()
      .then(() => void challenges.delete(name))
      .finally(end);
    done.catch(() => undefined); // who waits hears of it
    return { page, done };
  } catch (error) {
    end();
    throw error;
  }
}

export function needed(name: string): HeronError {
  const how = `sign in in Settings → MCP servers, or with heron mcp login ${name}`;
  return new HeronError(
    'permission-missing',
    `The MCP server ${name} lets nobody in who is not signed in (401): ${how}`,
    {
      server: name,
      signIn: true,
    },
  );
}

type Listening = { callback: CallbackListener; state: string };

/** At the place a client is registered for, where that is free. */
async function open(before: KeptSignIn | undefined): Promise<Listening> {
  const state = randomBytes(32).toString('base64url');
  const port = before?.client && before.redirectUrl ? Number(new URL(before.redirectUrl).port) : 0;
  return { state, callback: await listenForCallback(state, port) };
}

type Asking = { before: KeptSignIn | undefined; listener: Listening; challenge: Challenge | undefined };

async function ask(store: SignInStore, server: SignInServer, { before, listener, challenge = {} }: Asking) {
  const { auth, computeScopeUnion } = await import('@modelcontextprotocol/client');
  const { url } = server;
  const { callback, state } = listener;
  // Another place than the one a client is registered for: it is registered anew.
  if (before?.client && before.redirectUrl !== callback.url) {
    await store.write(server.name, { url, ...(before.tokens ? { tokens: before.tokens } : {}) });
  }
  let page: URL | undefined;
  const provider = oauthProvider({
    ...partsOf(store, server, callback.url),
    state,
    show: (shown) => {
      refusePlain(shown, url);
      page = shown;
    },
  });
  const scope = computeScopeUnion(before?.tokens?.scope, challenge.scope);
  const { resourceMetadataUrl } = challenge;
  const options = {
    serverUrl: url,
    fetchFn: signInFetch(url),
    ...(resourceMetadataUrl ? { resourceMetadataUrl } : {}),
  };
  await auth(provider, { ...options, ...(scope ? { scope } : {}), forceReauthorization: true });
  if (!page) throw new HeronError('unsupported', `The MCP server ${server.name} does not say where one signs in`);
  return {
    page: page.href,
    async finish() {
      const { code, iss } = await inTime(callback.answer);
      await auth(provider, { ...options, authorizationCode: code, ...(iss === undefined ? {} : { iss }) });
    },
  };
}

function partsOf(store: SignInStore, server: SignInServer, redirectUrl: string) {
  const { name, url, client } = server;
  return {
    ...{ url, redirectUrl, client },
    read: () => store.read(name, url),
    write: (kept: KeptSignIn) => store.write(name, kept),
  };
}

async function inTime<Value>(answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new HeronError('timeout', 'Nobody has signed in within ten minutes');
    timer = setTimeout(() => reject(error), patienceMs).unref();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
