import { randomBytes } from 'node:crypto';
import {
  type CallToolRequest,
  type CallToolResult,
  createRequestStateCodec,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type RequestStateCodec,
  Server,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';
import { JsonObject } from '../../../contract/json.ts';
import type { McpQuestion } from '../../../contract/mcp-questions.ts';
import type { OfferedAction } from '../../../contract/mcp.ts';
import type { EngineClient } from '../engine-router.ts';
import { contentOf, partsOf } from './answer-content.ts';
import { followRun, messageOf } from './follow-call.ts';
import type { TellNews } from './news.ts';
import { completed, offerPrompts } from './offer-prompts.ts';
import { checkAddress, offerResources } from './offer-resources.ts';

export type HeronServerParts = {
  client: Pick<EngineClient, 'mcp' | 'runs' | 'events' | 'blobs'>;
  version: string;
  /** For a client that stays connected. */
  news?: TellNews;
};

/**
 * Heron as an MCP server: each action that is offered is a tool `worker.action`, and each call is a run of its own, which goes
 * the way of every run. Prompts and resources of the servers that Heron uses are handed on.
 */
export function createHeronServer({ client, version, news }: HeronServerParts): Server {
  const told = { listChanged: true };
  const capabilities = {
    tools: told,
    prompts: told,
    resources: { ...told, subscribe: true },
    ...{ completions: {}, logging: {} },
  };
  const states = createRequestStateCodec({ key: stateKey });
  const server = new Server(
    { name: 'heron', title: 'Heron', version },
    { capabilities, instructions, requestState: states },
  );
  server.setRequestHandler('tools/list', async () => {
    const { actions } = await client.mcp.offer();
    return { tools: actions.map(toTool) as Tool[] };
  });
  server.setRequestHandler('tools/call', ({ params }, context) =>
    callTool({ server, client, states }, params, context),
  );
  offerPrompts(server, client);
  offerResources(server, client);
  server.setRequestHandler('completion/complete', ({ params }) => completed(client, params.ref, params.argument));
  followSubscriptions(server, client, news);
  return server;
}

/** What a client hands back of a call that waits for an answer was made here. */
const stateKey = randomBytes(32);

type Serving = { server: Server; client: HeronServerParts['client']; states: RequestStateCodec };

/** What Heron itself must be allowed is asked of nobody but the person; what another server asks goes to who made the call. */
async function callTool(
  { server, client, states }: Serving,
  { name, arguments: input = {} }: CallToolRequest['params'],
  context: ServerContext,
): Promise<CallToolResult | InputRequiredResult> {
  const { mcpReq } = context;
  try {
    const waiting = mcpReq.requestState<Waiting>();
    if (waiting) await client.mcp.answer({ id: waiting.id, ...answerIn(mcpReq.inputResponses) });
    const called = waiting ?? (await client.mcp.call({ action: name, input: JsonObject.parse(input) }));
    let followed = await followRun(client, called, mcpReq);
    while ('question' in followed) {
      const { question, runId, after } = followed;
      if (server.getClientCapabilities()?.elicitation) {
        const requestState = await states.mint({ id: question.id, runId, after } satisfies Waiting, context);
        return inputRequired({ inputRequests: { [answerKey]: asRequest(question) }, requestState });
      }
      await client.mcp.answer({ id: question.id, answer: 'cancel' });
      followed = await followRun(client, followed, mcpReq);
    }
    return await toResult(client, name, followed.output);
  } catch (error) {
    return { content: [{ type: 'text', text: messageOf(error) }], isError: true };
  }
}

type Waiting = { id: string; runId: string; after: number };

const answerKey = 'answer';

function asRequest({ server, text, schema }: McpQuestion) {
  return inputRequired.elicit({ message: `${server}: ${text}`, requestedSchema: schema as never });
}

function answerIn(responses: Record<string, unknown> | undefined) {
  const given = inputResponse(responses, answerKey);
  if (given.kind !== 'elicit') return { answer: 'cancel' as const };
  const content = JsonObject.safeParse(given.content ?? {});
  return { answer: given.action, content: content.success ? content.data : {} };
}

async function toResult(client: Serving['client'], name: string, output: JsonObject): Promise<CallToolResult> {
  const parts = name.startsWith('mcp-') ? await partsOf(client, output) : [];
  const content = parts.length > 0 ? parts.map((part) => part.content) : await contentOf(client, output);
  return { content, structuredContent: output };
}

const instructions =
  'Each tool is an action of Heron on this machine. What the person has not allowed fails with the name of the permission that is missing. What calls made can be read as resources.';

/** Tells a client that stays what it has asked to be told. */
function followSubscriptions(server: Server, client: HeronServerParts['client'], news: TellNews | undefined): void {
  const wanted = new Set<string>();
  server.setRequestHandler('resources/subscribe', async ({ params }) => {
    await checkAddress(client, params.uri);
    wanted.add(params.uri);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    wanted.delete(params.uri);
    return {};
  });
  if (!news) return;
  // Who has gone away does not hear it.
  const tell = (said: Promise<void>): void => void said.catch(() => undefined);
  server.oninitialized = () => {
    const stop = news((one) => {
      if (one.kind === 'call') return void (wanted.has(one.uri) && tell(server.sendResourceUpdated({ uri: one.uri })));
      tell(server.sendToolListChanged());
      tell(server.sendPromptListChanged());
      tell(server.sendResourceListChanged());
    });
    server.onclose = stop;
  };
}

function toTool({ action, title, description, input, output, risk, repeatable, given }: OfferedAction) {
  return {
    name: action,
    title,
    description,
    inputSchema: given ?? forOthers(input),
    outputSchema: forOthers(output),
    annotations: {
      readOnlyHint: risk === 'read',
      destructiveHint: risk === 'irreversible',
      idempotentHint: repeatable,
      openWorldHint: risk === 'external' || risk === 'irreversible',
    },
  };
}

/** Formats that only Heron knows are warned of, or refused, by others. */
function forOthers(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(forOthers);
  if (typeof schema !== 'object' || schema === null) return schema;
  const fields = Object.entries(schema).filter(
    ([name, value]) => !(name === 'format' && (value === 'path' || value === 'blob')),
  );
  return Object.fromEntries(fields.map(([name, value]) => [name, forOthers(value)]));
}
