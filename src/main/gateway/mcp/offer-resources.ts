import { type ReadResourceResult, ResourceNotFoundError, type Server, UriTemplate } from '@modelcontextprotocol/server';
import { BlobId, RunId } from '../../../contract/ids.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { blobAddress, callAddress, type McpHandedOn } from '../../../contract/mcp-handed-on.ts';
import type { Run } from '../../../contract/runs.ts';
import type { EngineClient } from '../engine-router.ts';
import { partsOf, resourceOf } from './answer-content.ts';
import { callAction, messageOf } from './follow-call.ts';
import { refused } from './offer-prompts.ts';

type ResourceClient = Pick<EngineClient, 'mcp' | 'runs' | 'events' | 'blobs'>;

type ReadRequest = Parameters<typeof callAction>[2];

const ownTemplates = [
  {
    uriTemplate: callAddress('{runId}'),
    name: 'call',
    title: 'A call',
    description: 'What became of a call that an MCP client made, as data',
    mimeType: 'application/json',
  },
  {
    uriTemplate: blobAddress('{blobId}'),
    name: 'blob',
    title: 'Bytes of a result',
    description: 'Bytes that such a call made: a picture, a recording, a file',
  },
];

/** The calls of MCP clients and the bytes they made, and what the servers that Heron uses have to be read. */
export function offerResources(server: Server, client: ResourceClient): void {
  server.setRequestHandler('resources/list', async () => {
    const [calls, { reading }] = await Promise.all([client.mcp.calls(), client.mcp.handedOn()]);
    const own = calls.map(({ runId, action, at }) => ({
      ...{ uri: callAddress(runId), name: runId, title: action, mimeType: 'application/json' },
      description: `Called ${new Date(at).toISOString()}`,
    }));
    return { resources: [...own, ...reading.flatMap(({ resources }) => resources.map(toResource))] };
  });
  server.setRequestHandler('resources/templates/list', async () => {
    const { reading } = await client.mcp.handedOn();
    return { resourceTemplates: [...ownTemplates, ...reading.flatMap(({ templates }) => templates.map(toTemplate))] };
  });
  server.setRequestHandler('resources/read', ({ params }, { mcpReq }) => read(client, params.uri, mcpReq));
}

/** Errors: as of the protocol where there is no such thing. */
export async function checkAddress(client: ResourceClient, uri: string): Promise<void> {
  const own = ownOf(uri);
  if (!own || 'blobId' in own) throw refused('Only calls, heron://runs/…, tell of changes');
  await client.mcp.oneCall(own).catch(() => {
    throw new ResourceNotFoundError(uri);
  });
}

async function read(client: ResourceClient, uri: string, request: ReadRequest): Promise<ReadResourceResult> {
  const own = ownOf(uri);
  try {
    if (own && 'blobId' in own) return { contents: [resourceOf(uri, await client.mcp.blob(own))] };
    if (own) {
      await client.mcp.oneCall(own);
      const text = JSON.stringify(shownRun(await client.runs.get(own)));
      return { contents: [{ uri, mimeType: 'application/json', text }] };
    }
  } catch (error) {
    throw codeOf(error) === 'not-found' ? new ResourceNotFoundError(uri) : refused(messageOf(error));
  }
  const { reading } = await client.mcp.handedOn();
  const action = reading.find((one) => has(one, uri))?.action;
  if (action === undefined) throw new ResourceNotFoundError(uri);
  return readOutside(client, { action, uri }, request);
}

async function readOutside(
  client: ResourceClient,
  { action, uri }: { action: string; uri: string },
  request: ReadRequest,
): Promise<ReadResourceResult> {
  try {
    const output = await callAction(client, { action, input: { uri } }, request);
    const parts = await partsOf(client, output);
    return {
      contents: parts.flatMap(({ content }) => {
        if (content.type === 'resource') return [content.resource];
        return content.type === 'text' ? [{ uri, text: content.text, mimeType: 'text/plain' }] : [];
      }),
    };
  } catch (error) {
    throw refused(messageOf(error));
  }
}

function ownOf(uri: string): { runId: string } | { blobId: string } | undefined {
  const id = uri.slice(uri.lastIndexOf('/') + 1);
  if (uri === callAddress(id) && RunId.safeParse(id).success) return { runId: id };
  return uri === blobAddress(id) && BlobId.safeParse(id).success ? { blobId: id } : undefined;
}

function has({ resources, templates }: McpHandedOn['reading'][number], uri: string): boolean {
  return resources.some((one) => one.uri === uri) || templates.some(({ uriTemplate }) => fits(uriTemplate, uri));
}

function fits(template: string, uri: string): boolean {
  try {
    return new UriTemplate(template).match(uri) !== null;
  } catch {
    // A server may list what is no template; it fits nothing.
    return false;
  }
}

function shownRun({ id, status, error, tasks, createdAt }: Run): JsonObject {
  const output = tasks['call']?.output;
  return {
    ...{ run: id, status, startedAt: new Date(createdAt).toISOString() },
    ...(output === undefined ? {} : { output }),
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
  };
}

function codeOf(error: unknown): unknown {
  return (error as { data?: { code?: unknown } } | null)?.data?.code;
}

type Listed = McpHandedOn['reading'][number];

function toResource({ uri, title, description, mediaType }: Listed['resources'][number]) {
  return { uri, name: title, description, ...(mediaType === undefined ? {} : { mimeType: mediaType }) };
}

function toTemplate({ uriTemplate, title, description, mediaType }: Listed['templates'][number]) {
  return { uriTemplate, name: title, description, ...(mediaType === undefined ? {} : { mimeType: mediaType }) };
}
