import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../base/clock.ts';

export type AccessTokens = {
  /** For `Authorization: Bearer`, as long as this process lives. */
  readonly apiToken: string;
  /** A token that opens one session, once, within five minutes. */
  createLinkToken(): string;
  /** The secret of a new session; undefined for a token that is unknown, used or too old. */
  redeemLinkToken(token: string): string | undefined;
  isSession(secret: string): boolean;
  isApiToken(token: string): boolean;
};

export const linkLifetimeMs = 5 * 60_000;

/** `randomToken` gives a new unguessable text of URL-safe characters. */
export function createAccessTokens(parts: { clock: Clock; randomToken: () => string }): AccessTokens {
  const apiToken = parts.randomToken();
  const apiDigest = digest(apiToken);
  const sessions: Buffer[] = [];
  let links: { digest: Buffer; expiresAt: number }[] = [];

  return {
    apiToken,
    createLinkToken() {
      const token = parts.randomToken();
      links.push({ digest: digest(token), expiresAt: parts.clock() + linkLifetimeMs });
      return token;
    },
    redeemLinkToken(token) {
      links = links.filter((link) => link.expiresAt > parts.clock());
      const wanted = digest(token);
      const found = links.find((link) => timingSafeEqual(link.digest, wanted));
      if (!found) return undefined;
      links = links.filter((link) => link !== found);
      const secret = parts.randomToken();
      sessions.push(digest(secret));
      return secret;
    },
    isSession(secret) {
      const wanted = digest(secret);
      return sessions.some((session) => timingSafeEqual(session, wanted));
    },
    isApiToken: (token) => timingSafeEqual(apiDigest, digest(token)),
  };
}

/** Comparing digests takes the same time whatever the texts have in common, their length included. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
