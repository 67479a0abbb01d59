import { McpOfferRules } from '../../../contract/mcp.ts';
import { WhenMissing } from '../../../contract/runs.ts';
import { printableLine } from '../../base/printable.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type OfferOptions = { allow?: string[]; deny?: string[]; all?: boolean; whenMissing?: string; json?: boolean };

/** `heron mcp offer`: with nothing said it only shows. */
export function changeOffer({ terminal, openEngine }: CommandParts, options: OfferOptions): Promise<number> {
  const { allow, deny, all = false, whenMissing, json } = options;
  const missing = whenMissing === undefined ? undefined : WhenMissing.safeParse(whenMissing);
  if (missing && !missing.success) throw new UsageError(`--when-missing: expected ${WhenMissing.options.join(' or ')}`);
  const isChange = all || allow !== undefined || deny !== undefined || missing !== undefined;
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const before = await client.mcp.offer();
    const { rules: kept } = before;
    const wanted = McpOfferRules.safeParse({
      allow: allow ?? (all ? [] : kept.allow),
      deny: deny ?? (all ? [] : kept.deny),
      whenMissing: missing?.data ?? kept.whenMissing,
    });
    if (!wanted.success) throw new UsageError(wanted.error.issues[0]?.message ?? 'The patterns make no sense');
    const { rules, actions } = isChange ? await client.mcp.setOffer(wanted.data) : before;
    if (json) terminal.out(JSON.stringify({ rules, actions }));
    else {
      for (const line of tableLines(actions.map(({ action, title, risk }) => [action, printableLine(title), risk]))) {
        terminal.out(line);
      }
      const lists = [...rules.allow.map((one) => `only ${one}`), ...rules.deny.map((one) => `not ${one}`)];
      const said = lists.length === 0 ? 'all that the policy lets in' : lists.join(', ');
      const without = rules.whenMissing === 'wait' ? 'waits in the inbox' : 'fails and says which';
      terminal.err(printableLine(`Offered: ${said}; a call that lacks a permission ${without}`));
    }
    return exitCode.completed;
  });
}
