import { type Command, InvalidArgumentError, Option } from 'commander';
import { limitPeriods, type LimitPeriod } from '../../contract/spending.ts';
import type { CommandContext } from './command-context.ts';
import type { FolderOptions } from './commands/folder-accounts.ts';
import type { KeyOptions, LimitOptions, UsageOptions } from './commands/spending.ts';
import { asJson, parseCount } from './reading-commands.ts';

/** The commands below `models` about what they use, and who may use them. */
export function addSpendingCommands(models: Command, context: CommandContext): void {
  models
    .command('usage')
    .description('tokens and money by day, model, account, agent, channel and folder, beside the limits')
    .option('--days <number>', 'of how many days', parseCount, 30)
    .addOption(new Option('--run <run>', 'of one run alone').conflicts('conversation'))
    .option('--conversation <conversation>', 'of one conversation alone')
    .option(...asJson)
    .action(async (options: UsageOptions) => {
      const { showUsage } = await import('./commands/spending.ts');
      context.end(await showUsage(context, options));
    });
  models
    .command('left')
    .description('what is left of the limits of each provider, and what work in the background may use of it')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { showLeft } = await import('./commands/models-left.ts');
      context.end(await showLeft(context, options));
    });
  models
    .command('limits')
    .description('show the limits, or set those of a day, a month, each run or each conversation')
    .argument('[per]', limitPeriods.join(', '), parsePeriod)
    .option('--tokens <number>', 'at most so many; 0 is no limit', parseAmount)
    .option('--money <dollars>', 'at most so many US dollars; 0 is no limit', parseAmount)
    .addOption(new Option('--agent <name>', 'of one agent').conflicts(['channel', 'folder']))
    .addOption(new Option('--channel <name>', 'of what comes by one way: window, http, schedule …').conflicts('folder'))
    .option('--folder <name>', 'of the conversations of one folder')
    .option(...asJson)
    .action(async (per: LimitPeriod | undefined, options: LimitOptions) => {
      const { changeLimits } = await import('./commands/spending.ts');
      context.end(await changeLimits(context, per, options));
    });
  models
    .command('resume')
    .description('have a resting model asked again before its time')
    .argument('<model>')
    .argument('[account]', 'of which account', 'default')
    .action(async (model: string, account: string) => {
      const { resumeModel } = await import('./commands/spending.ts');
      context.end(await resumeModel(context, { model, account }));
    });
  models
    .command('folder')
    .description('show or say which accounts the conversations of a folder use')
    .argument('[folder]')
    .argument('[accounts...]', 'each as provider/account')
    .option('--reserved', 'nobody else asks them')
    .option('--remove', 'any account may be asked there again')
    .option(...asJson)
    .action(async (folder: string | undefined, accounts: string[], options: FolderOptions) => {
      const { changeFolder } = await import('./commands/folder-accounts.ts');
      context.end(await changeFolder(context, folder, accounts, options));
    });
  addKeys(models, context);
}

function addKeys(models: Command, context: CommandContext): void {
  models
    .command('key')
    .description('an address and a short-lived key, with which a program asks models through Heron')
    .option('--minutes <number>', 'how long it works', parseCount, 60)
    .option('--tokens <number>', 'what it may use', parseCount, 100_000)
    .option('--money <dollars>', 'what it may cost', parseAmount)
    .option('--requests-per-minute <number>', 'how often it may ask', parseCount, 30)
    .option('--folder <name>', 'whose accounts and limits it goes by')
    .option(...asJson)
    .action(async (options: KeyOptions) => {
      const { openKey } = await import('./commands/spending.ts');
      context.end(await openKey(context, options));
    });
  models
    .command('keys')
    .description('the keys that programs have now')
    .option('--end <key>', 'end the key of this number')
    .option(...asJson)
    .action(async (options: { end?: string; json?: boolean }) => {
      const { listKeys } = await import('./commands/spending.ts');
      context.end(await listKeys(context, options));
    });
}

function parsePeriod(text: string): LimitPeriod {
  const per = limitPeriods.find((each) => each === text);
  if (per) return per;
  throw new InvalidArgumentError(`expected one of ${limitPeriods.join(', ')}`);
}

function parseAmount(text: string): number {
  const amount = Number(text);
  if (text.trim() !== '' && amount >= 0 && Number.isFinite(amount)) return amount;
  throw new InvalidArgumentError('expected a number, 0 or more');
}
