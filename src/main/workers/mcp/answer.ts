import type { JsonObject } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import { plainWords } from './tool-definition.ts';
import type { AnswerPart, ServerAnswer } from './outside-server.ts';

/** An answer as the protocol has it; what is in it was checked by nobody. */
export type RawAnswer = { content?: unknown; structuredContent?: unknown; isError?: unknown };

const longestError = 2000;

/** Parts of an answer, with bytes beside them. Errors: `worker-failed` with what the server says went wrong. */
export function readAnswer(tool: string, raw: RawAnswer): ServerAnswer {
  const parts = (Array.isArray(raw.content) ? raw.content : []).filter(isRecord).map(readPart);
  if (raw.isError === true) {
    const text = parts.map(({ fields }) => fields['text']).filter((one) => typeof one === 'string');
    const why = plainWords(text.join('\n'), longestError);
    throw new HeronError('worker-failed', `${tool} failed: ${why === '' ? 'the server does not say why' : why}`, {
      tool,
    });
  }
  const structured = raw.structuredContent;
  if (structured === undefined || structured === null) return { parts };
  return { parts, structured: isRecord(structured) ? (structured as JsonObject) : { value: structured as JsonObject } };
}

/** A part of a prompt says whose words it is. */
function readPart({ role, ...part }: Record<string, unknown>): AnswerPart {
  const { fields, bytes } = withoutRole(part);
  const whole = typeof role === 'string' ? { ...fields, role } : fields;
  return bytes ? { fields: whole, bytes } : { fields: whole };
}

/** Of kinds nobody knows, the fields are handed on as they are. */
function withoutRole(part: Record<string, unknown>): AnswerPart {
  const type = String(part['type']);
  if (type === 'image' || type === 'audio') return bytesPart({ type }, part['data'], part['mimeType']);
  const resource = part['resource'];
  if (type !== 'resource' || !isRecord(resource)) return { fields: asFields(part) };
  const uri = String(resource['uri']);
  if (typeof resource['blob'] === 'string') return bytesPart({ type, uri }, resource['blob'], resource['mimeType']);
  const { text } = resource;
  return { fields: { type, uri, text: typeof text === 'string' ? text : '' } };
}

function bytesPart(fields: JsonObject, data: unknown, mediaType: unknown): AnswerPart {
  const bytes = Buffer.from(typeof data === 'string' ? data : '', 'base64');
  const kind = typeof mediaType === 'string' ? mediaType.toLowerCase() : 'application/octet-stream';
  return { fields, bytes: { data: bytes, mediaType: kind } };
}

function asFields({ _meta: _left, annotations: _out, ...rest }: Record<string, unknown>): JsonObject {
  return rest as JsonObject;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
