import { isIP } from 'node:net';
import type { PolicySettings, RateUse } from '../../../../contract/policy.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Database } from '../../../base/database.ts';
import type { LimitReached, PolicyRequest } from './facts.ts';

type Kind = RateUse['limit'];

export type RateLimits = {
  /** The limit that stands against one more of these now, or against as many as are said to come. */
  reached(request: PolicyRequest): LimitReached | undefined;
  /** One more was let through. */
  count(request: PolicyRequest): void;
  use(): RateUse[];
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const names: Record<Kind, string> = {
  effects: 'actions with effects on others',
  outside: 'requests to other machines',
};

/** Counted by the minute and kept, so that a restart forgets nothing. */
export function createRateLimits(parts: {
  database: Database;
  clock: Clock;
  policy: () => PolicySettings;
}): RateLimits {
  const { database, clock, policy } = parts;
  const since = database.prepare<[string, number], { minute: number; uses: number }>(
    'SELECT minute, uses FROM rate_uses WHERE kind = ? AND minute >= ? ORDER BY minute',
  );
  const add = database.prepare(
    'INSERT INTO rate_uses (kind, minute, uses) VALUES (?, ?, 1) ON CONFLICT (kind, minute) DO UPDATE SET uses = uses + 1',
  );
  const forget = database.prepare('DELETE FROM rate_uses WHERE minute <= ?');

  /** Reached where there is no room for so many more. */
  function useOf(limit: Kind, times = 1): RateUse & { isReached: boolean } {
    const now = clock();
    const minutes = since.all(limit, Math.floor((now - hourMs) / minuteMs));
    const allowed = limit === 'effects' ? policy().effectsPerHour : policy().outsidePerHour;
    const used = minutes.reduce((sum, { uses }) => sum + uses, 0);
    if (used + times <= allowed) return { limit, used, allowed, isReached: false };
    if (times > allowed) return { limit, used, allowed, isReached: true };
    // The oldest minutes go first; the one whose end leaves room says when.
    let left = used;
    for (const { minute, uses } of minutes) {
      left -= uses;
      if (left + times <= allowed)
        return { limit, used, allowed, freeAt: (minute + 1) * minuteMs + hourMs, isReached: true };
    }
    return { limit, used, allowed, freeAt: now + hourMs, isReached: true };
  }

  return {
    reached: (request) => {
      for (const kind of kindsOf(request)) {
        const times = request.need?.times ?? 1;
        const { allowed, freeAt, isReached } = useOf(kind, times);
        if (isReached) return { name: names[kind], allowed, times, freeAt };
      }
      return undefined;
    },
    count: (request) => {
      const minute = Math.floor(clock() / minuteMs);
      for (const kind of kindsOf(request)) {
        add.run(kind, minute);
        forget.run(minute - 120);
      }
    },
    use: () => [useOf('effects'), useOf('outside')].map(({ isReached: _isReached, ...use }) => use),
  };
}

const none: Kind[] = [];

/** Reading and writing files counts nowhere: they stay here and can be undone. */
function kindsOf({ tool, need }: PolicyRequest): Kind[] {
  if (!need || !['net', 'shell', 'socket', 'mcp'].includes(need.capability)) return none;
  const kinds: Kind[] = [];
  if (tool.risk === 'external' || tool.risk === 'irreversible') kinds.push('effects');
  if (need.capability === 'net' && !isThisMachine(need.target)) kinds.push('outside');
  return kinds;
}

function isThisMachine(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return host === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
