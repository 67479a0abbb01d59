import {
  type CompleteResult,
  type GetPromptResult,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
} from '@modelcontextprotocol/server';
import type { OfferedPrompt } from '../../../contract/mcp-handed-on.ts';
import type { EngineClient } from '../engine-router.ts';
import { partsOf } from './answer-content.ts';
import { callAction, messageOf } from './follow-call.ts';

type PromptClient = Pick<EngineClient, 'mcp' | 'runs' | 'events' | 'blobs'>;

/** Prompts of the servers that Heron uses, each filled in by a run, and prompt packs. */
export function offerPrompts(server: Server, client: PromptClient): void {
  server.setRequestHandler('prompts/list', async () => {
    const { prompts } = await client.mcp.handedOn();
    return { prompts: prompts.map(toPrompt) };
  });
  server.setRequestHandler('prompts/get', async ({ params }, { mcpReq }): Promise<GetPromptResult> => {
    const { name, arguments: values = {} } = params;
    const { prompts } = await client.mcp.handedOn();
    const found = prompts.find((prompt) => prompt.name === name);
    if (!found) throw refused(`There is no prompt ${name}`);
    try {
      return await filledIn(client, found, values, mcpReq);
    } catch (error) {
      throw refused(messageOf(error));
    }
  });
}

type Request = Parameters<typeof callAction>[2];

async function filledIn(
  client: PromptClient,
  { name, action, description }: OfferedPrompt,
  values: Record<string, string>,
  request: Request,
): Promise<GetPromptResult> {
  if (action === undefined) {
    const { text } = await client.mcp.packPrompt({ name, values });
    return { description, messages: [{ role: 'user', content: { type: 'text', text } }] };
  }
  const output = await callAction(client, { action, input: values }, request);
  return { description, messages: await partsOf(client, output) };
}

function toPrompt({ name, title, description, fields }: OfferedPrompt) {
  const parts = fields.map((field) => ({
    ...{ name: field.name, required: field.isNeeded },
    ...(field.description === '' ? {} : { description: field.description }),
  }));
  return { name, title, description: description === '' ? title : description, arguments: parts };
}

/** What may stand in a field, where Heron knows it. */
export async function completed(
  client: PromptClient,
  ref: Ref,
  typed: { name: string; value: string },
): Promise<CompleteResult> {
  const none = { completion: { values: [], total: 0, hasMore: false } };
  if (ref.type !== 'ref/resource') return none;
  if (!/^heron:\/\/runs\/\{runId\}$/.test(ref.uri)) return none;
  const ids = (await client.mcp.calls()).map(({ runId }) => runId).filter((id) => id.startsWith(typed.value));
  return { completion: { values: ids, total: ids.length, hasMore: false } };
}

export type Ref = { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };

export function refused(message: string): Error {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
