import { isUtf8 } from 'node:buffer';
import type { ContentBlock } from '@modelcontextprotocol/server';
import { blobIdsIn } from '../../../contract/blobs.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { blobAddress, type McpBlob } from '../../../contract/mcp-handed-on.ts';
import type { EngineClient } from '../engine-router.ts';

/** Bytes of one answer that stand in it; of more a client is told where they are. */
const mostInline = 4 * 1024 * 1024;
const mostBlobs = 20;

type Blobs = { mcp: Pick<EngineClient['mcp'], 'blob'>; blobs: Pick<EngineClient['blobs'], 'get'> };

/** A message of a prompt, or a part of an answer. */
export type Part = { content: ContentBlock; role: 'user' | 'assistant' };

/** What a client gets of a step's output: the data as text, and the bytes it names. */
export async function contentOf(client: Blobs, output: JsonObject): Promise<ContentBlock[]> {
  const room = { bytes: mostInline };
  const content: ContentBlock[] = [{ type: 'text', text: JSON.stringify(output) }];
  for (const id of blobIdsIn(output).slice(0, mostBlobs)) content.push(await blobContent(client, id, { room }));
  return content;
}

/** The parts of an answer that another server gave, as that server gave them. */
export async function partsOf(client: Blobs, output: JsonObject): Promise<Part[]> {
  const room = { bytes: mostInline };
  const parts: Part[] = [];
  for (const part of Array.isArray(output['content']) ? output['content'] : []) {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) continue;
    const role = part['role'] === 'assistant' ? 'assistant' : 'user';
    const content = await partContent(client, part, room);
    if (content) parts.push({ content, role });
  }
  return parts;
}

type Room = { bytes: number };

async function partContent(client: Blobs, part: JsonObject, room: Room): Promise<ContentBlock | undefined> {
  const { type, text, uri, blob, mediaType } = part;
  const address = typeof uri === 'string' ? { uri } : {};
  // Of a long text only the beginning stands beside its blob.
  if (typeof blob === 'string') return blobContent(client, blob, { ...address, room });
  if (type === 'text' && typeof text === 'string') return { type, text };
  if (type === 'resource' && typeof uri === 'string' && typeof text === 'string') {
    return { type, resource: { uri, text, mimeType: textOr(mediaType, 'text/plain') } };
  }
  if (type === 'resource_link' && typeof uri === 'string') return { type, uri, name: textOr(part['name'], uri) };
  return undefined;
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

type Shown = { uri?: string; room: Room };

async function blobContent(client: Blobs, blobId: string, { uri, room }: Shown): Promise<ContentBlock> {
  const known = await client.blobs.get({ blobId }).catch(() => undefined);
  if (!known) return { type: 'text', text: `${blobId} is not there any more` };
  const { mediaType, name = blobId, bytes } = known;
  const address = uri ?? blobAddress(blobId);
  if (bytes > room.bytes)
    return { type: 'resource_link', uri: blobAddress(blobId), name, mimeType: mediaType, size: bytes };
  room.bytes -= bytes;
  const blob = await client.mcp.blob({ blobId });
  if (uri === undefined && /^(image|audio)\//.test(mediaType)) {
    return { type: mediaType.startsWith('image/') ? 'image' : 'audio', data: blob.data, mimeType: mediaType };
  }
  return { type: 'resource', resource: resourceOf(address, blob) };
}

/** Texts as text, all else as base64. */
export function resourceOf(uri: string, { mediaType, data }: McpBlob) {
  const isText = /^text\/|^application\/(json|xml|yaml)\b|\+(json|xml)\b/.test(mediaType);
  const bytes = Buffer.from(data, 'base64');
  if (!isText || !isUtf8(bytes)) return { uri, mimeType: mediaType, blob: data };
  return { uri, mimeType: mediaType, text: bytes.toString('utf8') };
}
