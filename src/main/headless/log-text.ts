import { LogFormat, type LogLine } from '../../contract/health.ts';
import { printable, printableLine } from '../base/printable.ts';
import { timeText } from './table.ts';
import { UsageError } from './usage-error.ts';

/** What HERON_LOG_FORMAT asks for. Errors: UsageError for another word. */
export function logFormatOf(environment: NodeJS.ProcessEnv): LogFormat | undefined {
  const wanted = environment['HERON_LOG_FORMAT'];
  if (!wanted) return undefined;
  const format = LogFormat.safeParse(wanted);
  if (format.success) return format.data;
  throw new UsageError(`HERON_LOG_FORMAT: expected ${LogFormat.options.join(', ')}, got ${wanted}`);
}

/** A line of the log as a person or a program wants it. */
export function formatLogLine(line: LogLine, format: LogFormat): string[] {
  if (format === 'json') return [JSON.stringify(line)];
  const { at, level, source, message, details, traceId } = line;
  if (format === 'compact') {
    const trace = traceId === undefined ? '' : ` ${traceId.slice(0, 8)}`;
    const rest = details ? ` ${printableLine(JSON.stringify(details))}` : '';
    return [`${timeText(at).slice(11)} ${letters[level]} ${source}${trace} ${printableLine(message)}${rest}`];
  }
  const head = `${timeText(at)}  ${level.padEnd(5)}  ${source}: ${printable(message)}`;
  const below = Object.entries({ ...details, ...(traceId === undefined ? {} : { trace: traceId }) });
  return [head, ...below.map(([name, value]) => `    ${name}: ${printable(textOf(value))}`)];
}

const letters: Record<LogLine['level'], string> = { debug: 'D', info: 'I', warn: 'W', error: 'E' };

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Writes the lines of the engine in this process as they come. */
export function logMirror(format: LogFormat, write: (line: string) => void): (line: string) => void {
  return (text) => {
    for (const line of formatLogLine(JSON.parse(text) as LogLine, format)) write(line);
  };
}
