import { type Command, InvalidArgumentError, Option } from 'commander';
import { providerKinds } from '../../contract/model-providers.ts';
import { type ModelPurpose, modelPurposes } from '../../contract/models.ts';
import type { CommandContext } from './command-context.ts';
import type { AddOptions } from './commands/models.ts';
import { asJson } from './reading-commands.ts';
import { addSpendingCommands } from './spending-commands.ts';

/** The commands about models. Each loads its own code when it is called. */
export function addModelCommands(program: Command, context: CommandContext): void {
  const models = program
    .command('models')
    .description('who serves models, what they are called, what each is used for, and what it may cost');
  models
    .command('list', { isDefault: true })
    .description('list providers, models, aliases and the routing rules')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listModels } = await import('./commands/models.ts');
      context.end(await listModels(context, options));
    });
  models
    .command('test')
    .description('have a model answer a short question')
    .argument('<model>', 'an alias, or provider/model')
    .option('--account <account>', 'by this account instead of the first')
    .action(async (model: string, options: { account?: string }) => {
      const { testModel } = await import('./commands/models.ts');
      context.end(await testModel(context, model, options));
    });
  addProviders(models, context);
  addNames(models, context);
  addSorting(models, context);
  addSpendingCommands(models, context);
}

function addProviders(models: Command, context: CommandContext): void {
  models
    .command('add')
    .description('add a provider, or change it; with --key its key is asked for, or read from the standard input')
    .argument('<provider>', 'a name of your own for it')
    .addOption(
      new Option('--kind <kind>', 'who it is; its name says it where it is one of these').choices(providerKinds),
    )
    .option('--url <address>', 'where it is, if not where it usually is')
    .option(
      '--model <name>',
      'a model of it to use; may be given several times',
      (name: string, before: string[]) => [...before, name],
      [],
    )
    .option('--option <name=value>', 'what it takes besides; may be given several times', parseOption, {})
    .option('--account <account>', 'the account the key is for', 'main')
    .option('--key', 'keep a key')
    .action(async (provider: string, options: AddOptions) => {
      const { addProvider } = await import('./commands/models.ts');
      context.end(await addProvider(context, provider, options));
    });
  models
    .command('remove')
    .description('remove a provider with its keys, or one account of it')
    .argument('<provider>')
    .option('--account <account>', 'only this account')
    .action(async (provider: string, options: { account?: string }) => {
      const { removeProvider } = await import('./commands/models.ts');
      context.end(await removeProvider(context, provider, options));
    });
}

function addNames(models: Command, context: CommandContext): void {
  models
    .command('alias')
    .description('say what an alias stands for; without a model it is removed')
    .argument('<alias>', 'such as fast, smart or local')
    .argument('[models...]', 'provider/model; several are equals')
    .action(async (alias: string, names: string[]) => {
      const { keepAlias } = await import('./commands/models.ts');
      context.end(await keepAlias(context, alias, names));
    });
  models
    .command('route')
    .description('say which models a purpose uses; without a model the rule is the usual one again')
    .argument('<purpose>', modelPurposes.join(', '), parsePurpose)
    .argument('[models...]', 'aliases or provider/model, the first choice first')
    .action(async (purpose: ModelPurpose, names: string[]) => {
      const { keepRoute } = await import('./commands/models.ts');
      context.end(await keepRoute(context, purpose, names));
    });
}

function addSorting(models: Command, context: CommandContext): void {
  models
    .command('sort')
    .description('say which model a sentence would go to, and by which rule')
    .argument('<sentence...>')
    .option('--forget', 'first forget what a small model said of it')
    .option(...asJson)
    .action(async (words: string[], options: { json?: boolean; forget?: boolean }) => {
      const { sortSentence } = await import('./commands/models.ts');
      context.end(await sortSentence(context, words.join(' '), options));
    });
}

function parsePurpose(text: string): ModelPurpose {
  const found = modelPurposes.find((purpose) => purpose === text);
  if (!found) throw new InvalidArgumentError(`expected one of ${modelPurposes.join(', ')}`);
  return found;
}

/** Numbers and truths are taken as such. */
function parseOption(text: string, before: AddOptions['option']): AddOptions['option'] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('expected name=value');
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  const isNumber = value.trim() !== '' && Number.isFinite(Number(value));
  return {
    ...before,
    [name]: value === 'true' || value === 'false' ? value === 'true' : isNumber ? Number(value) : value,
  };
}
