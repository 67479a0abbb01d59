import { z } from 'zod';
import { BlobName, MediaType } from '../../../contract/blobs.ts';
import { JsonObject } from '../../../contract/json.ts';
import { strictObject } from '../../../contract/strict-object.ts';
import { HeronError } from '../../base/errors.ts';
import type { AnswerPart, ServerAnswer } from '../mcp/outside-server.ts';
import type { BrokerCall } from './broker-call.ts';
import { method } from './method.ts';

/** What an answer may have in text and in data; more of it comes as a blob. */
const mostCharacters = 200_000;
const mostParts = 1000;

const callServer = method('mcp.call', {
  parameters: strictObject(() => ({ action: z.string().min(1).max(64), input: JsonObject, report: z.int() })),
  async run(call, { action, input, report }) {
    const server = call.mcp(call.worker.id);
    if (!server) throw new HeronError('not-declared', `The worker ${call.worker.id} stands for no MCP server`);
    const target = server.targetOf(action);
    await call.access.allow('mcp.call', { capability: 'mcp', target });
    return {
      value: await toValue(
        call,
        await server.callAction({ action, input, report, signal: call.signal, scope: call.scope }),
      ),
    };
  },
});

async function toValue(call: BrokerCall, { parts, structured }: ServerAnswer) {
  if (parts.length > mostParts) {
    throw new HeronError('limit-exceeded', `The answer has ${parts.length} parts, at most ${mostParts}`);
  }
  const text = parts.flatMap(({ fields }) => (typeof fields['text'] === 'string' ? [fields['text']] : [])).join('\n');
  const content: JsonObject[] = [];
  for (const part of parts) content.push(await withBlob(call, part));
  if (structured === undefined) return { text: text.slice(0, mostCharacters), content };
  const asText = JSON.stringify(structured);
  if (asText.length <= mostCharacters) return { text: text.slice(0, mostCharacters), content, structured };
  const data = { fields: { type: 'structured' }, bytes: { data: Buffer.from(asText), mediaType: 'application/json' } };
  return { text: text.slice(0, mostCharacters), content: [...content, await withBlob(call, data)] };
}

async function withBlob(call: BrokerCall, { fields, bytes }: AnswerPart): Promise<JsonObject> {
  const { text, ...rest } = fields;
  if (typeof text === 'string' && text.length > mostCharacters) {
    const kept = await keep(call, { data: Buffer.from(text), mediaType: 'text/plain' });
    return { ...rest, ...kept, text: text.slice(0, mostCharacters) };
  }
  return bytes ? { ...fields, ...(await keep(call, bytes)) } : fields;
}

async function keep(
  call: BrokerCall,
  { data, mediaType, name }: NonNullable<AnswerPart['bytes']>,
): Promise<JsonObject> {
  const kind = MediaType.safeParse(mediaType).data ?? 'application/octet-stream';
  const blob = await call.blobs.create(
    call.scope,
    { mediaType: kind, name: BlobName.safeParse(name).data },
    call.mostBlobBytes,
  );
  try {
    await blob.append(data);
  } catch (error) {
    await blob.abandon();
    throw error;
  }
  const { id, bytes } = await blob.finish();
  return { blob: id, bytes, mediaType: kind };
}

export const mcpMethods = [callServer];
