import type { LogLine } from '../../../contract/health.ts';
import { t } from '../../../words/words.ts';

/** Each level shows itself and what is worse. */
export const levelNames = (): Record<LogLine['level'], string> => ({
  debug: t('Everything'),
  info: t('Info and worse'),
  warn: t('Warnings and errors'),
  error: t('Errors only'),
});

/** As lines of text, oldest first, for a report. */
export function logText(lines: LogLine[]): string {
  return lines
    .toReversed()
    .map(({ at, level, source, message, traceId, details }) => {
      const more = `${details ? ` ${JSON.stringify(details)}` : ''}${traceId ? ` trace=${traceId}` : ''}`;
      return `${new Date(at).toISOString()} ${level.toUpperCase().padEnd(5)} ${source}: ${message}${more}`;
    })
    .join('\n');
}
