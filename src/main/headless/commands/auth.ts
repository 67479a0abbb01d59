import { tableLines, timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron auth check`: 0 where everything lets Heron in, 1 where something is missing or has ended, 2 where it ends within a day. */
export function checkAuth({ terminal, openEngine }: CommandParts, { json }: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const report = await client.signIns.check({});
    if (json) terminal.out(JSON.stringify(report));
    else if (report.signIns.length === 0) terminal.err('There is no key and no sign-in');
    else {
      const rows = report.signIns.map(({ kind, name, standing, endsAt, message }) => [
        ...[kind, name, standing, endsAt === undefined ? '' : `ends ${timeText(endsAt)}`, message],
      ]);
      for (const line of tableLines(rows)) terminal.out(line);
    }
    return report.code;
  });
}
