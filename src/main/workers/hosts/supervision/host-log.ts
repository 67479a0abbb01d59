import type { LogLevel } from '../../../../worker-kit/host-side/messages.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Logger } from '../../../base/logger.ts';
import { createRateLimit } from './rate-limit.ts';

const mostLines = 100;
const windowMs = 10_000;
const longestLine = 2000;

export type HostLog = { line: (level: LogLevel, message: string) => void; stderr: (text: string) => void };

/** A host's words in the engine's log: so many lines a while, and how many there were more. */
export function createHostLog(parts: { workerId: string; logger: Logger; clock: Clock }): HostLog {
  const logger = parts.logger.from(`worker ${parts.workerId}`);
  const limit = createRateLimit({
    most: mostLines,
    windowMs,
    clock: parts.clock,
    onSpill: (count) => logger.warn(`${count} more lines were left out`),
  });
  let unfinished = '';

  function line(level: LogLevel, message: string): void {
    if (limit.allows()) logger[level](message.slice(0, longestLine));
  }

  return {
    line,
    stderr(text) {
      const lines = (unfinished + text).split('\n');
      unfinished = (lines.pop() ?? '').slice(0, longestLine);
      for (const each of lines) if (each.trim() !== '') line('warn', each);
    },
  };
}
