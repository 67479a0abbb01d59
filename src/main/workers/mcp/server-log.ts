import type { McpLogLine } from '../../../contract/mcp.ts';
import type { Clock } from '../../base/clock.ts';
import { printable } from '../../base/printable.ts';

export type ServerLog = {
  add: (from: McpLogLine['from'], text: string) => void;
  /** Bytes of an output; whole lines are kept. */
  write: (bytes: Buffer) => void;
  lines: () => McpLogLine[];
};

const mostLines = 500;
const longestLine = 2000;

/** The last lines of a server, over all its starts; secrets are taken out. */
export function createServerLog({ clock, scrub }: { clock: Clock; scrub: (text: string) => string }): ServerLog {
  const kept: McpLogLine[] = [];
  let rest = '';

  function add(from: McpLogLine['from'], text: string): void {
    const line = printable(scrub(text)).trimEnd();
    if (line === '') return;
    kept.push({ at: clock(), from, text: line.slice(0, longestLine) });
    if (kept.length > mostLines) kept.splice(0, kept.length - mostLines);
  }

  return {
    add,
    write(bytes) {
      const lines = (rest + bytes.toString('utf8')).split('\n');
      rest = (lines.pop() ?? '').slice(-longestLine * 4);
      for (const line of lines) add('server', line);
    },
    lines: () => [...kept],
  };
}
