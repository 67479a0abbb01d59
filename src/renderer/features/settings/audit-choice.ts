import type { AuditDecision } from '../../../contract/permissions.ts';
import { t } from '../../../words/words.ts';

export type Period = 'hour' | 'day' | 'week' | 'month';

export const periods = (): Record<Period, string> => ({
  hour: t('The last hour'),
  day: t('The last day'),
  week: t('The last 7 days'),
  month: t('The last 30 days'),
});

/** What of the audit log a person wants to see; undefined: all. */
export type AuditChoice = {
  decision?: AuditDecision | undefined;
  workerId?: string | undefined;
  period?: Period | undefined;
};

const hours: Record<Period, number> = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24 };

export type WantedLines = { query?: string; decision?: AuditDecision; workerId?: string; since?: number };

/** The same as the engine wants it. */
export function wantedLines({ decision, workerId, period }: AuditChoice, query: string, now: number): WantedLines {
  return {
    ...(query ? { query } : {}),
    ...(decision ? { decision } : {}),
    ...(workerId ? { workerId } : {}),
    ...(period ? { since: now - hours[period] * 3_600_000 } : {}),
  };
}
