import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';

/** What a key lets its holder use. */
export type KeyLimits = {
  minutes: number;
  tokens: number;
  /** US dollars; absent: the limits of all spending alone. */
  money?: number | undefined;
  requestsPerMinute: number;
};

export type KeyScope = {
  conversationId?: string | undefined;
  runId?: string | undefined;
  /** Whose accounts and limits hold. */
  folder?: string | undefined;
};

export type ModelKey = {
  /** The number of the key, not the key. */
  id: string;
  scope: KeyScope;
  limits: KeyLimits;
  expiresAt: number;
  used: { requests: number; tokens: number; money: number };
  /** Tokens of requests under way, about. */
  underWay: number;
  /** When requests were let in, of the last minute. */
  letIn: number[];
  /** As many tokens as it began with: for so many more is asked. */
  helping: number;
  /** Ends what is under way. */
  revoked: AbortController;
  /** Asks somebody; absent where nobody can be asked, or has said no. Errors: those of the answer. */
  askForMore?: AskForMore | undefined;
  /** While somebody is asked. */
  asking?: Promise<void> | undefined;
};

/** For so many tokens more, after so many that were allowed. */
export type AskForMore = (more: { tokens: number; after: number }) => Promise<void>;

export type ModelKeys = {
  make(scope: KeyScope, limits: KeyLimits, askForMore?: AskForMore): { key: string; made: ModelKey };
  /** undefined when there is none, or its time is over. */
  find(key: string): ModelKey | undefined;
  list(): ModelKey[];
  /** Those that fit are no key any more, and what they asked for is cut off. Gives how many there were. */
  revoke(fits: (key: ModelKey) => boolean): number;
};

/** Keys for programs. Only their hashes are kept, in memory: a restart ends them all. */
export function createModelKeys({ clock }: { clock: Clock }): ModelKeys {
  const keys = new Map<string, ModelKey>();
  let made = 0;

  function revoke(fits: (key: ModelKey) => boolean): number {
    const ended = [...keys].filter(([, key]) => fits(key));
    for (const [hash, { revoked }] of ended) {
      keys.delete(hash);
      revoked.abort();
    }
    return ended.length;
  }

  const dropOld = (): void => void revoke(({ expiresAt }) => expiresAt <= clock());

  return {
    make(scope, limits, askForMore) {
      dropOld();
      const key = `heron-${randomBytes(32).toString('base64url')}`;
      made += 1;
      const entry: ModelKey = {
        ...{
          id: String(made),
          scope,
          limits: { ...limits },
          helping: limits.tokens,
          askForMore,
          expiresAt: clock() + limits.minutes * 60_000,
        },
        ...{ used: { requests: 0, tokens: 0, money: 0 }, underWay: 0, letIn: [], revoked: new AbortController() },
      };
      keys.set(hashOf(key), entry);
      return { key, made: entry };
    },
    find(key) {
      dropOld();
      return keys.get(hashOf(key));
    },
    list() {
      dropOld();
      return [...keys.values()];
    },
    revoke,
  };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
