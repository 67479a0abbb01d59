import type { McpConnection } from '../../../contract/mcp.ts';
import type { ActionManifest, Manifest } from '../../../contract/manifest.ts';
import type { ObjectSchema } from '../../../contract/json.ts';
import { compileInputSchema } from '../registry/action-schema.ts';
import { hostileParts } from '../registry/hostile-schema.ts';
import { describeIssues } from '../registry/schema-issue.ts';
import { actionNames } from './action-names.ts';
import {
  type ListedPrompt,
  promptActions,
  readingActions,
  type ReadingActions,
  type ServerCall,
} from './extra-actions.ts';
import type { Listing } from './listing.ts';
import { plainWords, riskOf, titleOf, type ToolDefinition } from './tool-definition.ts';
import { toInputSchema, UnusableSchema } from './tool-schema.ts';

export type ListedServer = {
  name: string;
  connection: McpConnection;
  version: string;
  listing: Listing;
  /** Names of tools, and the keys of what is no tool, that nobody may call. */
  off: readonly string[];
};

/** A tool, and what became of it. */
export type ListedTool = { definition: ToolDefinition; action?: string; refusal?: string };

export function workerIdOf(name: string): string {
  return `mcp-${name}`;
}

/** What the permission to use a tool is for, or what is no tool, by its key. */
export function targetOf(server: string, tool: string): string {
  return `${server}/${tool}`;
}

const mostTools = 256;

export type ServerWorker = {
  manifest: Manifest;
  tools: ListedTool[];
  prompts: ListedPrompt[];
  /** Absent where there is nothing to be read, or nobody may. */
  reading?: ReadingActions;
  calls: Map<string, ServerCall>;
};

/**
 * A worker for a server: each tool it can be asked for is an action, and so are reading and each prompt. What Heron cannot use
 * says why.
 */
export function serverManifest(server: ListedServer): ServerWorker {
  const { listing, name, off } = server;
  const { tools, actions } = toolActions(server);
  const shape = (title: string, description: string, input: ObjectSchema, key: string): ActionManifest =>
    toAction({ title, description, input, risk: 'read', repeatable: true, target: targetOf(name, key) });
  const extra = { server: name, off, taken: Object.keys(actions), shape };
  const reading = listing.reading && readingActions(extra);
  const taken = [...extra.taken, ...Object.keys(reading?.actions ?? {})];
  const prompts = promptActions(listing.prompts, { ...extra, taken });
  const ofTools = tools.flatMap(({ action, definition }): [string, ServerCall][] =>
    action === undefined ? [] : [[action, { kind: 'tool', name: definition.name }]],
  );
  return {
    manifest: { ...about(server), actions: { ...actions, ...reading?.actions, ...prompts.actions } },
    ...{ tools, prompts: prompts.listed },
    ...(reading ? { reading: reading.names } : {}),
    calls: new Map([...ofTools, ...(reading?.calls ?? []), ...prompts.calls]),
  };
}

function toolActions(server: ListedServer): { actions: Record<string, ActionManifest>; tools: ListedTool[] } {
  const { tools: given } = server.listing;
  const names = actionNames(given.map(({ name }) => name).filter((name) => toolName.test(name)));
  const seen = new Set<string>();
  const actions: Record<string, ActionManifest> = {};
  const tools = given.map((definition, index): ListedTool => {
    const action = names.get(definition.name) ?? '';
    const issue =
      nameIssue(definition.name, seen) ?? (index >= mostTools ? `it is one of more than ${mostTools}` : undefined);
    seen.add(definition.name);
    if (issue !== undefined) return { definition, refusal: issue };
    const input = inputOf(definition);
    if (typeof input === 'string') return { definition, refusal: input };
    if (server.off.includes(definition.name)) return { definition };
    actions[action] = ofTool(server, definition, input);
    return { definition, action };
  });
  return { actions, tools };
}

const toolName = /^[\w./-]{1,128}$/;

function nameIssue(name: string, seen: Set<string>): string | undefined {
  if (!toolName.test(name)) return 'its name holds other characters than letters, digits, _, -, . and /';
  return seen.has(name) ? 'another tool has the same name' : undefined;
}

/** The schema, or why there is none. */
function inputOf({ inputSchema }: ToolDefinition): ObjectSchema | string {
  try {
    const schema = toInputSchema(inputSchema);
    const hostile = hostileParts(schema);
    if (hostile.length > 0) return `its input ${describeIssues(hostile)}`;
    const compiled = compileInputSchema(schema);
    return typeof compiled === 'function' ? schema : `its input ${describeIssues(compiled)}`;
  } catch (error) {
    if (error instanceof UnusableSchema) return error.message;
    throw error;
  }
}

function ofTool(server: ListedServer, tool: ToolDefinition, input: ObjectSchema): ActionManifest {
  const title = titleOf(tool);
  const words = plainWords(tool.description ?? '');
  const risk = riskOf(tool);
  return toAction({
    ...{ title, input, risk, target: targetOf(server.name, tool.name) },
    description: `${title}, a tool of the MCP server ${server.name}.${words === '' ? '' : ` In its own words: ${words}`}`,
    repeatable: risk === 'read' || tool.annotations?.idempotentHint === true,
  });
}

type ActionWords = Pick<ActionManifest, 'title' | 'description' | 'input' | 'risk' | 'repeatable'> & { target: string };

function toAction({ target, ...words }: ActionWords): ActionManifest {
  return {
    ...words,
    output: outputSchema,
    class: 'network',
    needs: [{ capability: 'mcp', target }],
    defaults: {},
    phrases: [],
    result: 'text',
    says: '{{ $substring(output.text, 0, 600) }}',
    streaming: false,
  };
}

const outputSchema: ObjectSchema = {
  type: 'object',
  properties: {
    text: { type: 'string', description: 'All text of the answer' },
    content: { type: 'array', items: { type: 'object' }, description: 'Its parts; bytes are blobs' },
    structured: { type: 'object', description: 'The answer as data, where the server gives that' },
  },
  required: ['text', 'content'],
  additionalProperties: false,
};

const allowedMs = 120_000;

function about({ name, version, connection }: ListedServer): Omit<Manifest, 'actions'> {
  const place = connection.transport === 'stdio' ? `the program ${connection.command}` : new URL(connection.url).host;
  return {
    id: workerIdOf(name),
    version: /^\d+\.\d+\.\d+$/.test(version) ? version : '0.0.0',
    engines: { heron: '*' },
    name: `${name} (MCP)`,
    description: `The tools of the MCP server ${name}: ${place}`,
    tier: 'node',
    entry: 'none',
    permissions: [{ capability: 'mcp', reason: 'To use the tools of the server' }],
    limits: {
      memoryMb: 512,
      cpuMs: 86_400_000,
      wallMs: allowedMs,
      openFiles: 64,
      blobMb: 64,
      messagesPerSecond: 10_000,
    },
    secrets: [],
    hooks: [],
    triggers: {},
    tips: [],
  };
}
