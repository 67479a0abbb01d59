import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import type { McpAnswerKind } from '../../contract/mcp-questions.ts';
import type { CommandContext } from './command-context.ts';
import type { AddOptions } from './commands/mcp.ts';
import { asJson } from './reading-commands.ts';

const answers = ['accept', 'decline', 'cancel'] satisfies McpAnswerKind[];
const which = ['<name>', 'the name of the server'] as const;

/** The commands about MCP, both ways. Each loads its own code when it is called. */
export function addMcpCommands(program: Command, context: CommandContext): void {
  const mcp = program.command('mcp').description('use the tools of MCP servers, and offer Heron as one');
  mcp
    .command('list', { isDefault: true })
    .description('list MCP servers, with the state of each')
    .option(...asJson)
    .action(async (options: { json?: boolean }) => {
      const { listServers } = await import('./commands/mcp.ts');
      context.end(await listServers(context, options));
    });
  addAdding(mcp, context);
  addSigningIn(mcp, context);
  addChanges(mcp, context);
  addOffering(mcp, context);
  addQuestions(mcp, context);
  mcp
    .command('serve')
    .description('be an MCP server on this input and output; every call goes through the permissions')
    .action(async () => {
      const { serveMcp } = await import('./commands/serve-mcp.ts');
      context.end(await serveMcp(context));
    });
}

function addAdding(mcp: Command, context: CommandContext): void {
  mcp
    .command('add')
    .description('add a server: a program that speaks MCP, or an address')
    .argument('<name>', 'what to call it; its worker is mcp-<name>')
    .argument('[command...]', 'the program and its arguments, after --')
    .option('--url <address>', 'the address of a server, instead of a program')
    .option('--env <NAME=value>', 'a variable for the program', pairs, {})
    .option('--env-secret <NAME=secret>', 'the same from a secret, by its name', pairs, {})
    .option('--folder <path>', 'where the program starts, instead of here')
    .option('--header <Name=value>', 'a header for the address', pairs, {})
    .option('--header-secret <Name=secret>', 'the same from a secret, by its name', pairs, {})
    .option('--client-id <id>', 'as what Heron is known where one signs in, where it cannot register itself')
    .option('--client-secret <secret>', 'the name of the secret that goes with it')
    .addOption(
      new Option('--alone <how>', 'Heron signs in by itself with that secret, or with it as a private key').choices([
        'secret',
        'key',
      ]),
    )
    .option(...asJson)
    .action(async (name: string, words: string[], _options: unknown, command: Command) => {
      const { addServer } = await import('./commands/mcp.ts');
      context.end(
        await addServer(context, { ...command.optsWithGlobals<Omit<AddOptions, 'name' | 'words'>>(), name, words }),
      );
    });
}

function addOffering(mcp: Command, context: CommandContext): void {
  mcp
    .command('offer')
    .description('show which actions other MCP clients are offered, or change it')
    .option('--allow <pattern...>', 'offer only what these name: a worker, worker.action, or a group')
    .option('--deny <pattern...>', 'do not offer what these name')
    .option('--all', 'take all lists back; with --allow or --deny, those alone hold then')
    .option('--when-missing <what>', 'what becomes of a call that lacks a permission: fail or wait')
    .option(...asJson)
    .action(async (_options: unknown, command: Command) => {
      const { changeOffer } = await import('./commands/mcp-offer.ts');
      context.end(await changeOffer(context, command.optsWithGlobals()));
    });
}

function addQuestions(mcp: Command, context: CommandContext): void {
  mcp
    .command('questions')
    .description('list what servers ask in the middle of calls, which wait for the answer')
    .option(...asJson)
    .action(async (_options: unknown, command: Command) => {
      const { listQuestions } = await import('./commands/mcp-questions.ts');
      context.end(await listQuestions(context, command.optsWithGlobals()));
    });
  mcp
    .command('answer')
    .description('answer what a server asks')
    .argument('<question>', 'its id, or how that begins')
    .addArgument(new Argument('<answer>', 'with what is filled in; no; nobody answers').choices(answers))
    .argument('[field=value...]', 'what is filled in; what is left out has its default')
    .action(async (id: string, answer: McpAnswerKind, fields: string[]) => {
      const { answerQuestion } = await import('./commands/mcp-questions.ts');
      context.end(await answerQuestion(context, id, answer, fields));
    });
}

function addSigningIn(mcp: Command, context: CommandContext): void {
  mcp
    .command('login')
    .description('sign in at a server; the page to open is written, and the command waits for your answer')
    .argument(...which)
    .action(async (name: string) => {
      const { signIn } = await import('./commands/mcp-sign-in.ts');
      context.end(await signIn(context, name));
    });
  mcp
    .command('logout')
    .description('forget the sign-in at a server')
    .argument(...which)
    .action(async (name: string) => {
      const { signOut } = await import('./commands/mcp-sign-in.ts');
      context.end(await signOut(context, name));
    });
}

function addChanges(mcp: Command, context: CommandContext): void {
  mcp
    .command('test')
    .description('connect to a server anew, and list its tools')
    .argument(...which)
    .option(...asJson)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { testServer } = await import('./commands/mcp.ts');
      context.end(await testServer(context, name, command.optsWithGlobals()));
    });
  mcp
    .command('tool')
    .description('say who may use a tool, a prompt or resources: ask (the default), allow (for always), off')
    .argument(...which)
    .argument('<tool>', 'its name, as heron mcp test lists it')
    .argument('<policy>', 'ask, allow or off')
    .action(async (name: string, tool: string, policy: string) => {
      const { setTool } = await import('./commands/mcp.ts');
      context.end(await setTool(context, { name, tool, policy }));
    });
  mcp
    .command('remove')
    .description('remove a server, with what was allowed of it')
    .argument(...which)
    .action(async (name: string) => {
      const { removeServer } = await import('./commands/mcp.ts');
      context.end(await removeServer(context, name));
    });
  mcp
    .command('logs')
    .description('write what a server printed last')
    .argument(...which)
    .action(async (name: string) => {
      const { serverLogs } = await import('./commands/mcp.ts');
      context.end(await serverLogs(context, name));
    });
}

/** `NAME=value`, once for each. */
function pairs(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('expected a name, = and a value');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
