import { exitCode } from '../exit-code.ts';
import { sayWhereNamesAre } from '../find-run.ts';
import { needText } from '../need-text.ts';
import { tableLines, timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron permissions list`: the grants in force. */
export function listGrants({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const grants = await client.permissions.grants({});
    const rows = grants.map((grant) => {
      const holds = grant.scope === 'always' ? 'always' : `${grant.scope}, ${grant.runId ?? ''}`;
      return [grant.id, grant.workerId, `may ${needText(grant)}`, holds, `since ${timeText(grant.createdAt)}`];
    });
    if (grants.length === 0 && !options.json) terminal.err('Nothing is allowed for always.');
    for (const line of options.json ? [JSON.stringify(grants)] : tableLines(rows)) terminal.out(line);
    return exitCode.completed;
  });
}

/** `heron permissions revoke <grantId>` */
export function revokeGrant({ terminal, openEngine }: CommandParts, grantId: string): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const absence = `There is no grant ${grantId}; heron permissions lists them`;
    await client.permissions.revoke({ grantId }).catch(sayWhereNamesAre(absence));
    terminal.err(`${grantId} is no longer in force`);
    return exitCode.completed;
  });
}
