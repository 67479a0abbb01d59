import { type Command, InvalidArgumentError, Option } from 'commander';
import { ElevatedMode, groups, ProfileName, profiles } from '../../contract/policy.ts';
import type { CommandContext } from './command-context.ts';
import type { SetOptions, SimulateOptions } from './commands/policy.ts';

const asJson = ['--json', 'write JSON'] as const;
const ofConversation = ['--conversation <id>', 'of one conversation'] as const;

/** The commands about what may be done at all. */
export function addPolicyCommands(program: Command, context: CommandContext): void {
  const policy = program.command('policy').description('see, set and try out what may be done at all');
  policy
    .command('show', { isDefault: true })
    .description('show the policy in force')
    .option(...ofConversation)
    .option(...asJson)
    .action(async (options: { conversation?: string; json?: boolean }) => {
      const { showPolicy } = await import('./commands/policy.ts');
      context.end(await showPolicy(context, options));
    });
  addSet(policy, context);
  policy
    .command('reset')
    .description('set it to what Heron began with')
    .action(async () => {
      const { resetPolicy } = await import('./commands/policy.ts');
      context.end(await resetPolicy(context));
    });
  addSimulate(policy, context);
}

function addSet(policy: Command, context: CommandContext): void {
  policy
    .command('set')
    .description('set the policy; lists narrow the profile, and a denial always wins')
    .addOption(profileOption('which actions there are'))
    .option('--allow <list>', 'only these, with commas between; an empty text for all of the profile', readList)
    .option('--deny <list>', 'never these, with commas between; an empty text for none', readList)
    .addOption(elevatedOption('what happens to what no permission covers'))
    .option('--effects-per-hour <number>', 'actions that reach others or are final', readLimit)
    .option('--outside-per-hour <number>', 'requests to other machines', readLimit)
    .option(
      '--trust <service=flags>',
      'what to believe of worker:<id>, host:<name>, program:<name>, socket:<path> or folder:<path>: some of source, private, sink',
      collect,
      [],
    )
    .option('--distrust <service>', 'forget what was said of it', collect, [])
    .option(...ofConversation)
    .addHelpText('after', () => setHelp())
    .action(async (options: SetOptions) => {
      const { setPolicy } = await import('./commands/policy.ts');
      context.end(await setPolicy(context, options));
    });
}

function addSimulate(policy: Command, context: CommandContext): void {
  policy
    .command('simulate')
    .description('say what would be allowed, asked or denied, and by which rule; nothing runs')
    .requiredOption('--worker <id>', 'the worker')
    .requiredOption('--action <name>', 'its action')
    .option('--input <json>', 'the input, or @ and a file that holds it', '{}')
    .option(...ofConversation)
    .option('--agent <name>', 'as a call of this named agent')
    .addOption(profileOption('as if this were set, in the conversation or as the default'))
    .option('--allow <list>', 'as if only these were let through, with commas between', readList)
    .option('--deny <list>', 'as if these were denied, with commas between', readList)
    .option('--taint <source>', 'as if the run had read this; may be given several times', collect, [])
    .addOption(elevatedOption('as if this were the elevated mode'))
    .option('--unattended', 'as if nobody were there to be asked')
    .option(...asJson)
    .action(async (options: SimulateOptions) => {
      const { simulatePolicy } = await import('./commands/policy.ts');
      context.end(await simulatePolicy(context, options));
    });
}

function profileOption(description: string): Option {
  return new Option('--profile <name>', description).choices(ProfileName.options);
}

function elevatedOption(description: string): Option {
  return new Option('--elevated <mode>', description).choices(ElevatedMode.options);
}

function setHelp(): string {
  const profileLines = Object.entries(profiles).map(([name, { says }]) => `  ${name.padEnd(10)} ${says}`);
  const groupLines = Object.entries(groups).map(([name, { says }]) => `  group:${name.padEnd(13)} what ${says}`);
  const lists = '\nIn lists: group:<name>, a worker (archive), an action (archive.create), or * for all.';
  return ['\nProfiles:', ...profileLines, lists, ...groupLines].join('\n');
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function readList(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1) throw new InvalidArgumentError('expected a whole number from 1');
  return limit;
}
