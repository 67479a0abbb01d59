import type { FolderAccounts } from '../../../contract/spending.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type FolderOptions = { reserved?: boolean; remove?: boolean; json?: boolean };

/** `heron models folder`. */
export function changeFolder(
  { terminal, openEngine }: CommandParts,
  folder: string | undefined,
  accounts: readonly string[],
  { reserved = false, remove = false, json }: FolderOptions,
): Promise<number> {
  if (remove && accounts.length > 0) throw new UsageError('--remove takes all accounts of a folder; name none');
  if (remove && folder === undefined) throw new UsageError('Say which: heron models folder <folder> --remove');
  if (reserved && accounts.length === 0) {
    throw new UsageError('Say which accounts are reserved: heron models folder <folder> <provider/account> --reserved');
  }
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    if (folder !== undefined && (remove || accounts.length > 0)) {
      const { shares } = await client.settings.get({});
      const { providers } = await client.models.overview({});
      const known = providers.flatMap(({ id, accounts: ids }) => ids.map((account) => `${id}/${account.id}`));
      const unknown = accounts.find((account) => !known.includes(account));
      if (unknown !== undefined) {
        throw new UsageError(`There is no account ${unknown}; there are: ${known.join(', ') || 'none'}`);
      }
      const others = shares.accounts.filter((each) => each.folder !== folder);
      const own = remove ? [] : [{ folder, accounts: [...accounts], isReserved: reserved }];
      await client.settings.update({ shares: { accounts: [...others, ...own] } });
    }
    const { shares } = await client.settings.get({});
    const shown = shares.accounts.filter((each) => folder === undefined || each.folder === folder);
    if (json) terminal.out(JSON.stringify(shown));
    else for (const line of tableLines(shown.map(rowOf))) terminal.out(line);
    if (!json && shown.length === 0) terminal.err('Any account may be asked, in every folder.');
    return exitCode.completed;
  });
}

function rowOf({ folder, accounts, isReserved }: FolderAccounts): string[] {
  return [folder, accounts.join(', '), isReserved ? 'asked nowhere else' : ''];
}
