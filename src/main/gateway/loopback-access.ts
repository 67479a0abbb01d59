import type { IncomingMessage } from 'node:http';
import type { AccessTokens } from './access-tokens.ts';
import type { AttemptLimit } from './attempt-limit.ts';

export type Refusal = { status: 400 | 401 | 403 | 429; message: string; retryAfterSeconds?: number };

const noHeaders: Record<string, string> = {};

/** Decides who may call over TCP, where any page of any browser on this machine can knock. undefined: let in. */
export type LoopbackAccess = {
  checkOrigin(request: IncomingMessage): Refusal | undefined;
  checkCredentials(request: IncomingMessage): Refusal | undefined;
  /** Signs the bearer of a one-time link in; who is signed in already comes in by an old link too. */
  open(token: string, request: IncomingMessage): { headers: Record<string, string> } | Refusal;
};

export function createLoopbackAccess(parts: {
  tokens: AccessTokens;
  limit: AttemptLimit;
  /** Known once the server listens. */
  port: () => number;
}): LoopbackAccess {
  const { tokens, limit } = parts;
  // Cookies do not tell ports apart, so the name does: two engines would sign each other's windows out.
  const cookieName = (): string => `heron-${parts.port()}`;

  function fail(message: string): Refusal {
    limit.recordFailure();
    return { status: 401, message };
  }

  function tooMany(): Refusal | undefined {
    const waitMs = limit.waitMs();
    if (waitMs === 0) return undefined;
    const retryAfterSeconds = Math.ceil(waitMs / 1000);
    return { status: 429, message: `Too many failed attempts; try again in ${retryAfterSeconds} s`, retryAfterSeconds };
  }

  function hasSession(request: IncomingMessage): boolean {
    const secret = readCookie(request.headers.cookie, cookieName());
    return secret !== undefined && tokens.isSession(secret);
  }

  return {
    checkOrigin(request) {
      const port = parts.port();
      const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
      const host = request.headers.host?.toLowerCase();
      if (host === undefined || !hosts.includes(host)) {
        return { status: 403, message: 'Requests must name the loopback address they are sent to' };
      }
      const { origin } = request.headers;
      if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) {
        return { status: 403, message: 'Requests from other pages are refused' };
      }
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') {
        return { status: 403, message: 'Requests from other pages are refused' };
      }
      return undefined;
    },
    checkCredentials(request) {
      if (hasSession(request)) return undefined;
      const refusal = tooMany();
      if (refusal) return refusal;
      const bearer = /^Bearer ([\w~+/.-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (bearer !== undefined) return tokens.isApiToken(bearer) ? undefined : fail('The API token is wrong');
      if (readCookie(request.headers.cookie, cookieName()) !== undefined) {
        return fail('The session has ended; open Heron again');
      }
      return { status: 401, message: 'Open Heron with the link it prints, or send its API token' };
    },
    open(token, request) {
      if (hasSession(request)) return { headers: noHeaders };
      const refusal = tooMany();
      if (refusal) return refusal;
      const secret = tokens.redeemLinkToken(token);
      if (secret === undefined) return fail('This link was used already or is too old; ask Heron for a new one');
      return { headers: { 'set-cookie': `${cookieName()}=${secret}; Path=/; HttpOnly; SameSite=Strict` } };
    },
  };
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [key, ...value] = part.split('=');
    if (key?.trim() === name) return value.join('=').trim();
  }
  return undefined;
}
