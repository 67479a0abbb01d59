import { type CallToolResult, Server, type Tool } from '@modelcontextprotocol/server';
import type { OfferedAction } from '../../../contract/mcp.ts';
import type { EngineClient } from '../engine-router.ts';
import { contentOf, partsOf } from './answer-content.ts';
import { callAction, messageOf } from './follow-call.ts';
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
  const server = new Server({ name: 'heron', title: 'Heron', version }, { capabilities, instructions });
  server.setRequestHandler('tools/list', async () => {
    const { actions } = await client.mcp.offer();
    return { tools: actions.map(toTool) as Tool[] };
  });
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }): Promise<CallToolResult> => {
    try {
      const output = await callAction(
        client,
        { action: params.name, input: (params.arguments ?? {}) as never },
        mcpReq,
      );
      const parts = params.name.startsWith('mcp-') ? await partsOf(client, output) : [];
      const content = parts.length > 0 ? parts.map((part) => part.content) : await contentOf(client, output);
      return { content, structuredContent: output };
    } catch (error) {
      return { content: [{ type: 'text', text: messageOf(error) }], isError: true };
    }
  });
  offerPrompts(server, client);
  offerResources(server, client);
  server.setRequestHandler('completion/complete', ({ params }) => completed(client, params.ref, params.argument));
  followSubscriptions(server, client, news);
  return server;
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
