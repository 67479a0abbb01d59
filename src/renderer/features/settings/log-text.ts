import type { LogLine } from '../../../contract/health.ts';

/** Each level shows itself and what is worse. */
export const levelNames: Record<LogLine['level'], string> = {
  debug: 'Everything',
  info: 'Info and worse',
  warn: 'Warnings and errors',
  error: 'Errors only',
};

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
