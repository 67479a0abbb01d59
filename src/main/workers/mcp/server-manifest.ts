import type { McpConnection } from '../../../contract/mcp.ts';
import type { ActionManifest, Manifest } from '../../../contract/manifest.ts';
import type { ObjectSchema } from '../../../contract/json.ts';
import { compileInputSchema } from '../registry/action-schema.ts';
import { hostileParts } from '../registry/hostile-schema.ts';
import { describeIssues } from '../registry/schema-issue.ts';
import { actionNames } from './action-names.ts';
import { plainWords, riskOf, titleOf, type ToolDefinition } from './tool-definition.ts';
import { toInputSchema, UnusableSchema } from './tool-schema.ts';

export type ListedServer = {
  name: string;
  connection: McpConnection;
  version: string;
  tools: readonly ToolDefinition[];
  /** Names of tools that nobody may call. */
  off: readonly string[];
};

/** A tool, and what became of it. */
export type ListedTool = { definition: ToolDefinition; action?: string; refusal?: string };

export function workerIdOf(name: string): string {
  return `mcp-${name}`;
}

/** What the permission to use a tool is for. */
export function targetOf(server: string, tool: string): string {
  return `${server}/${tool}`;
}

const mostTools = 256;

/** A worker for a server: each tool it can be asked for is an action. Tools that Heron cannot use say why. */
export function serverManifest(server: ListedServer): { manifest: Manifest; tools: ListedTool[] } {
  const names = actionNames(server.tools.map(({ name }) => name).filter((name) => toolName.test(name)));
  const seen = new Set<string>();
  const actions: Record<string, ActionManifest> = {};
  const tools = server.tools.map((definition, index): ListedTool => {
    const action = names.get(definition.name) ?? '';
    const issue =
      nameIssue(definition.name, seen) ?? (index >= mostTools ? `it is one of more than ${mostTools}` : undefined);
    seen.add(definition.name);
    if (issue !== undefined) return { definition, refusal: issue };
    const input = inputOf(definition);
    if (typeof input === 'string') return { definition, refusal: input };
    if (server.off.includes(definition.name)) return { definition };
    actions[action] = toAction(server, definition, input);
    return { definition, action };
  });
  return { manifest: { ...about(server), actions }, tools };
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

function toAction(server: ListedServer, tool: ToolDefinition, input: ObjectSchema): ActionManifest {
  const title = titleOf(tool);
  const words = plainWords(tool.description ?? '');
  const risk = riskOf(tool);
  return {
    title,
    description: `${title}, a tool of the MCP server ${server.name}.${words === '' ? '' : ` In its own words: ${words}`}`,
    input,
    output: outputSchema,
    risk,
    class: 'network',
    repeatable: risk === 'read' || tool.annotations?.idempotentHint === true,
    needs: [{ capability: 'mcp', target: targetOf(server.name, tool.name) }],
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
