import type { LogFormat, LogLine } from '../../../contract/health.ts';
import { exitCode } from '../exit-code.ts';
import { formatLogLine, logFormatOf } from '../log-text.ts';
import { type CommandParts, withEngine } from './command.ts';

export type LogOptions = {
  level: LogLine['level'];
  query?: string;
  trace?: string;
  run?: string;
  worker?: string;
  limit: number;
  format?: LogFormat;
};

/** `heron logs`: the newest lines of Heron's own log, the newest last. */
export function showLogs({ terminal, openEngine }: CommandParts, options: LogOptions): Promise<number> {
  const { level, query, run, worker, limit } = options;
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const traceId = options.trace ?? (run === undefined ? undefined : (await client.runs.get({ runId: run })).traceId);
    const filter = {
      ...{ level, limit },
      ...(query ? { query } : {}),
      ...(traceId === undefined ? {} : { traceId }),
      ...(worker === undefined ? {} : { workerId: worker }),
    };
    const lines = await client.health.logs(filter);
    const format = options.format ?? logFormatOf(terminal.environment) ?? (await client.settings.get({})).logFormat;
    for (const line of lines.toReversed()) for (const text of formatLogLine(line, format)) terminal.out(text);
    if (lines.length === 0) terminal.err('Nothing in the log is like that.');
    return exitCode.completed;
  });
}
