import type { Actions } from './actions.generated.ts';

export type Entry = Omit<Actions['parse']['output']['entries'][number], 'line'>;
export type Level = NonNullable<Entry['level']>;

/** Undefined for a line that is not written so. */
export type LineReader = (line: string) => Entry | undefined;

export const levels: readonly Level[] = ['debug', 'info', 'warning', 'error', 'critical'];

const words: Record<string, Level> = {
  ...{ trace: 'debug', debug: 'debug', dbg: 'debug', verbose: 'debug', fine: 'debug' },
  ...{ info: 'info', information: 'info', informational: 'info', notice: 'info', log: 'info' },
  ...{ warn: 'warning', warning: 'warning', wrn: 'warning' },
  ...{ err: 'error', error: 'error', severe: 'error' },
  ...{ crit: 'critical', critical: 'critical', alert: 'critical', emerg: 'critical', emergency: 'critical' },
  ...{ fatal: 'critical', panic: 'critical' },
};

export function levelOfWord(word: string | undefined): Level | null {
  return words[word?.toLowerCase() ?? ''] ?? null;
}

/** The severity of syslog, RFC 5424 table 2. */
export function levelOfSeverity(severity: number): Level | null {
  if (severity >= 0 && severity <= 2) return 'critical';
  return ({ 3: 'error', 4: 'warning', 5: 'info', 6: 'info', 7: 'debug' } as const)[severity] ?? null;
}

/** Null for what is no time. Numbers are seconds, milliseconds or microseconds since 1970, by their size. */
export function timeOf(value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  if (/^\d+(\.\d+)?$/.test(value)) {
    const number = Number(value);
    const ms = number > 1e14 ? number / 1000 : number > 1e11 ? number : number * 1000;
    return ms > 8.64e15 ? null : new Date(ms).toISOString();
  }
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) return null;
  // What names no zone is not said to be in one.
  return /(Z|[+-]\d\d:?\d\d)$/i.test(value) ? new Date(ms).toISOString() : value.replace(' ', 'T');
}
