import { resolve } from 'node:path';
import {
  McpToolPolicy,
  type McpConnection,
  type McpServer,
  type McpTool,
  type McpValue,
} from '../../../contract/mcp.ts';
import { printableLine } from '../../base/printable.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

type Json = { json?: boolean };

const noRuns = { resumesRuns: false };

/** `heron mcp list` */
export function listServers({ terminal, openEngine }: CommandParts, { json }: Json): Promise<number> {
  return withEngine(openEngine, noRuns, async (client) => {
    const servers = await client.mcp.list();
    if (json) terminal.out(JSON.stringify(servers));
    else if (servers.length === 0) terminal.err('There are no MCP servers; heron mcp add <name> -- <program> adds one');
    else for (const line of tableLines(servers.map(rowOf))) terminal.out(line);
    return exitCode.completed;
  });
}

export type AddOptions = Json & {
  name: string;
  /** The program and its arguments. */
  words: string[];
  url?: string;
  env: Record<string, string>;
  envSecret: Record<string, string>;
  folder?: string;
  header: Record<string, string>;
  headerSecret: Record<string, string>;
  clientId?: string;
  /** The name of the secret. */
  clientSecret?: string;
  alone?: 'secret' | 'key';
};

/** `heron mcp add <name> -- <program> <arguments>`, or with `--url`. */
export function addServer({ terminal, openEngine }: CommandParts, options: AddOptions): Promise<number> {
  const connection = connectionOf(options, terminal.cwd);
  return withEngine(openEngine, noRuns, async (client) => {
    const server = await client.mcp.add({ name: options.name, connection });
    return tell(terminal, server, options);
  });
}

/** `heron mcp test <name>`: fails when the server does. */
export function testServer({ terminal, openEngine }: CommandParts, name: string, options: Json): Promise<number> {
  return withEngine(openEngine, noRuns, async (client) => tell(terminal, await client.mcp.test({ name }), options));
}

/** `heron mcp tool <name> <tool> <policy>` */
export function setTool(
  { terminal, openEngine }: CommandParts,
  { name, tool, policy }: { name: string; tool: string; policy: string },
): Promise<number> {
  const wanted = McpToolPolicy.safeParse(policy);
  if (!wanted.success) throw new UsageError(`${policy}: expected ${McpToolPolicy.options.join(', ')}`);
  return withEngine(openEngine, noRuns, async (client) => {
    const server = await client.mcp.setTool({ name, tool, policy: wanted.data });
    const set = rowsOf(server).find(([key]) => key === tool);
    if (set) for (const line of tableLines([set])) terminal.out(line);
    return exitCode.completed;
  });
}

/** `heron mcp remove <name>` */
export function removeServer({ terminal, openEngine }: CommandParts, name: string): Promise<number> {
  return withEngine(openEngine, noRuns, async (client) => {
    await client.mcp.remove({ name });
    terminal.err(printableLine(`The MCP server ${name} is removed, with what was allowed of it`));
    return exitCode.completed;
  });
}

/** `heron mcp logs <name>`: of the engine that runs. */
export function serverLogs({ terminal, openEngine }: CommandParts, name: string): Promise<number> {
  return withEngine(openEngine, noRuns, async (client) => {
    const lines = await client.mcp.logs({ name });
    if (lines.length === 0) terminal.err('It has printed nothing since Heron was started');
    for (const { at, from, text } of lines) terminal.out(printableLine(`${timeText(at)} ${from}: ${text}`));
    return exitCode.completed;
  });
}

function connectionOf(options: AddOptions, cwd: string): McpConnection {
  const { url, words, env, envSecret, folder, header, headerSecret } = options;
  const [command, ...args] = words;
  if ((url === undefined) === (command === undefined)) {
    throw new UsageError('expected either a program after --, or --url with an address');
  }
  if (url !== undefined) {
    const { clientId: id, clientSecret: secret, alone } = options;
    if (alone !== undefined && secret === undefined)
      throw new UsageError('--alone needs --client-id and --client-secret');
    if (id === undefined && secret !== undefined) throw new UsageError('--client-secret needs --client-id');
    const client =
      id === undefined
        ? {}
        : {
            client: {
              id,
              ...(secret === undefined ? {} : { secret: { secret } }),
              ...(alone === undefined ? {} : { alone }),
            },
          };
    return { transport: 'http', url, headers: withSecrets(header, headerSecret), ...client };
  }
  const place = { folder: resolve(cwd, folder ?? '.') };
  return { transport: 'stdio', command: command ?? '', args, environment: withSecrets(env, envSecret), ...place };
}

function withSecrets(plain: Record<string, string>, named: Record<string, string>): Record<string, McpValue> {
  return { ...plain, ...Object.fromEntries(Object.entries(named).map(([name, secret]) => [name, { secret }])) };
}

function tell(terminal: Terminal, server: McpServer, { json }: Json): number {
  if (json) terminal.out(JSON.stringify(server));
  else {
    for (const line of tableLines(rowsOf(server))) terminal.out(line);
    const { name, about, error, tools } = server;
    const said = about ? `${about.name} ${about.version}, protocol ${about.protocol}` : 'it has not answered yet';
    terminal.err(
      printableLine(error ? `${name} cannot be used: ${error.message}` : `${name}: ${tools.length} tools (${said})`),
    );
  }
  return server.error ? exitCode.failed : exitCode.completed;
}

function rowOf({ name, state, connection, tools, error }: McpServer): string[] {
  const place = connection.transport === 'stdio' ? [connection.command, ...connection.args].join(' ') : connection.url;
  return [name, state, `${tools.length} tools`, printableLine(error?.message ?? place)];
}

/** What has a policy of its own, each by what `heron mcp tool` calls it. */
function rowsOf({ tools, reading, prompts }: McpServer): string[][] {
  const found = (count: number, words: string): string => `${count} ${words}`;
  const read = reading && [
    ...[reading.key, reading.action ?? 'no action', 'read', reading.policy],
    `${found(reading.resources.length, 'resources')}, ${found(reading.templates.length, 'templates')}`,
  ];
  const ofPrompts = prompts.map(({ key, action, refusal, policy }) => [
    ...[printableLine(key), action ?? 'no action', 'read', printableLine(refusal ?? policy)],
  ]);
  return [...tools.map(toolRow), ...(read ? [read] : []), ...ofPrompts];
}

function toolRow({ name, action, risk, policy, refusal }: McpTool): string[] {
  return [printableLine(name), action ?? 'no action', risk, printableLine(refusal ?? policy)];
}
