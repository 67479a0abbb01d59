import type { UsageWindow } from '../../../contract/models.ts';
import type { PlanWindow } from '../../../contract/pacing.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../base/database.ts';

type Used = { requests: number; tokens: number; microdollars: number };

/** The windows that the settings tell, with what was used of them by Heron's own count. */
export function planWindows(database: Database, clock: Clock, plans: () => readonly PlanWindow[]): () => UsageWindow[] {
  const used = database.prepare<[number, string, string], Used>(
    `SELECT count(*) AS requests, coalesce(sum(tokens), 0) AS tokens, coalesce(sum(microdollars), 0) AS microdollars
     FROM plan_uses WHERE at >= ? AND account = ? AND provider = ?`,
  );
  const first = database.prepare<[number, string, string], { at: number | null }>(
    'SELECT min(at) AS at FROM plan_uses WHERE at >= ? AND account = ? AND provider = ?',
  );
  const known = database.prepare<[string, number], { began_at: number }>(
    'SELECT began_at FROM plan_windows WHERE account = ? AND hours = ?',
  );
  const keep = database.prepare('INSERT OR REPLACE INTO plan_windows (account, hours, began_at) VALUES (?, ?, ?)');

  /** Of one that begins with a request; undefined: none is open. */
  function beganAt({ account: name, hours }: PlanWindow, provider: string, account: string): number | undefined {
    const now = clock();
    const length = hours * 3_600_000;
    const before = known.get(name, hours)?.began_at;
    if (before !== undefined && before <= now && before + length > now) return before;
    let began: number | undefined = undefined;
    for (let from = before === undefined || before > now ? now - length : before + length; ; from = began + length) {
      began = first.get(from, account, provider)?.at ?? undefined;
      if (began === undefined) return undefined;
      if (began + length > now) break;
    }
    keep.run(name, hours, began);
    return began;
  }

  return () =>
    plans().map((plan) => {
      const { account: name, hours, unit, atMost, from } = plan;
      const [provider = '', account = ''] = name.split('/');
      const now = clock();
      const began = from === undefined ? beganAt(plan, provider, account) : lastBegin(Date.parse(from), hours, now);
      const sum = began === undefined ? undefined : used.get(began, account, provider);
      const amount = { requests: sum?.requests, tokens: sum?.tokens, money: (sum?.microdollars ?? 0) / 1e6 }[unit] ?? 0;
      return {
        ...{ providerId: provider, accountId: account, unit, atMost, left: Math.max(0, atMost - amount), at: now },
        ...{ per: hoursText(hours), isCounted: true as const },
        ...(began === undefined ? {} : { resetsAt: began + hours * 3_600_000 }),
      };
    });
}

/** Windows follow each other without a gap, before the one that is named too. */
function lastBegin(from: number, hours: number, now: number): number {
  const length = hours * 3_600_000;
  return from + Math.floor((now - from) / length) * length;
}

function hoursText(hours: number): string {
  if (hours % 24 === 0) return hours === 24 ? '1 day' : `${hours / 24} days`;
  return hours === 1 ? '1 hour' : `${hours} hours`;
}
