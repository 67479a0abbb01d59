import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { type KeptSession, sessionMemory, type SessionStore } from './session-store.ts';

export type AccessTokens = {
  /** For `Authorization: Bearer`, as long as this process lives. */
  readonly apiToken: string;
  /** A token that opens one session, once, within five minutes. */
  createLinkToken(): string;
  /** The secret of a new session, good for 30 days; undefined for a token that is unknown, used or too old. */
  redeemLinkToken(token: string): string | undefined;
  isSession(secret: string): boolean;
  isApiToken(token: string): boolean;
};

export const linkLifetimeMs = 5 * 60_000;
export const sessionLifetimeMs = 30 * 24 * 60 * 60_000;

/** `randomToken` gives a new unguessable text of URL-safe characters. */
export function createAccessTokens(parts: {
  clock: Clock;
  randomToken: () => string;
  /** By default sessions end with the process. */
  store?: SessionStore;
}): AccessTokens {
  const { clock, store = sessionMemory() } = parts;
  const apiToken = parts.randomToken();
  const apiDigest = digest(apiToken);
  let links: { digest: Buffer; expiresAt: number }[] = [];
  const openSessions = (): KeptSession[] => store.sessions().filter(({ expiresAt }) => expiresAt > clock());

  return {
    apiToken,
    createLinkToken() {
      const token = parts.randomToken();
      links.push({ digest: digest(token), expiresAt: clock() + linkLifetimeMs });
      return token;
    },
    redeemLinkToken(token) {
      links = links.filter((link) => link.expiresAt > clock());
      const wanted = digest(token);
      const found = links.find((link) => timingSafeEqual(link.digest, wanted));
      if (!found) return undefined;
      links = links.filter((link) => link !== found);
      const secret = parts.randomToken();
      const session = { digest: digest(secret).toString('hex'), expiresAt: clock() + sessionLifetimeMs };
      store.keepSessions([...openSessions(), session]);
      return secret;
    },
    isSession(secret) {
      const wanted = digest(secret);
      return openSessions().some((session) => timingSafeEqual(Buffer.from(session.digest, 'hex'), wanted));
    },
    isApiToken: (token) => timingSafeEqual(apiDigest, digest(token)),
  };
}

/** Comparing digests takes the same time whatever the texts have in common, their length included. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
