import type { UsageWindow } from '../../contract/models.ts';
import type { Clock } from '../base/clock.ts';
import type { Database } from '../base/database.ts';
import type { ModelTarget } from './model-target.ts';
import { readWindows, type WindowReading } from './read-windows.ts';

/** What providers said last of what is left of their own limits, by account. */
export type Windows = {
  note: (target: Pick<ModelTarget, 'providerId' | 'account'>, headers: Headers) => void;
  /** Those that have not begun anew since. */
  all: () => UsageWindow[];
};

/** Of a window whose end is not told nothing is known any more after this. */
const keptMs = 24 * 3_600_000;

type Row = {
  provider: string;
  account: string;
  unit: WindowReading['unit'];
  per: string;
  at_most: number | null;
  left: number;
  resets_at: number | null;
  at: number;
};

export function createWindows(database: Database, clock: Clock): Windows {
  const every = database.prepare<[], Row>('SELECT * FROM model_windows ORDER BY provider, account, unit, per');
  const put = database.prepare(
    `INSERT OR REPLACE INTO model_windows (provider, account, unit, per, at_most, left, resets_at, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    note({ providerId, account }, headers) {
      const now = clock();
      for (const { unit, per = '', atMost = null, left, resetsAt = null } of readWindows(headers, now)) {
        put.run(providerId, account, unit, per, atMost, left, resetsAt, now);
      }
    },
    all() {
      const now = clock();
      const isKnown = ({ at, resets_at }: Row): boolean => (resets_at ?? at + keptMs) > now;
      return every.all().filter(isKnown).map(toWindow);
    },
  };
}

function toWindow({ provider, account, unit, per, at_most, left, resets_at, at }: Row): UsageWindow {
  return {
    ...{ providerId: provider, accountId: account, unit, left, at },
    ...(per === '' ? {} : { per }),
    ...(at_most === null ? {} : { atMost: at_most }),
    ...(resets_at === null ? {} : { resetsAt: resets_at }),
  };
}
