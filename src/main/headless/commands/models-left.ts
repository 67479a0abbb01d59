import { type AccountRoom, backgroundText } from '../../../contract/pacing.ts';
import { windowText } from '../../../contract/models.ts';
import { printableLine } from '../../base/printable.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron models left` */
export function showLeft({ terminal, openEngine }: CommandParts, { json }: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { accounts } = await client.spending.left({});
    const { out, err } = terminal;
    if (json) out(JSON.stringify(accounts));
    else if (accounts.length === 0) err('No model is set up; heron models add <provider> adds one');
    else for (const line of accounts.flatMap(linesOf)) out(line);
    return exitCode.completed;
  });
}

function linesOf({ account, windows, background }: AccountRoom): string[] {
  const rows = windows.map((window) => [
    printableLine(windowText(window)),
    window.resetsAt === undefined ? '' : `until ${timeText(window.resetsAt)}`,
    window.isCounted ? 'counted by Heron' : `said ${timeText(window.at)}`,
  ]);
  const told = rows.length === 0 ? ['nothing is known of its limits'] : tableLines(rows);
  const of = backgroundText(background, timeText);
  return [`${account}:`, ...told.map((line) => `  ${line}`), `  work in the background ${of}`];
}
