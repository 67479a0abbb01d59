import type { Json, JsonObject } from '../../../contract/json.ts';
import type { ModelMessage } from '../model-client.ts';
import { countText } from './count-tokens.ts';

/** Of what is kept of a text, the share of its beginning; the rest is its end. */
const shareOfHead = 0.7;

/** Head and tail of a text that comes to more than so many tokens, and between them how much is left out. */
export function trimText(text: string, most: number): string {
  if (text.length * 0.25 <= most && countText(text) <= most) return text;
  const tokens = countText(text);
  if (tokens <= most) return text;
  let kept = Math.max(0, Math.floor((text.length * Math.max(0, most - tokensOfNote)) / tokens));
  for (;;) {
    const trimmed = headAndTail(text, kept);
    // Where a text is dense, as many characters come to more.
    if (kept === 0 || countText(trimmed) <= most) return trimmed;
    kept = Math.floor(kept * 0.9);
  }
}

/** So many characters of the beginning and the end of a text that is longer, and between them how many are left out. */
export function headAndTail(text: string, kept: number): string {
  if (text.length <= kept) return text;
  const head = wholeBefore(text, Math.ceil(kept * shareOfHead));
  const tail = wholeAfter(text, text.length - Math.floor(kept * (1 - shareOfHead)));
  const left = text.length - head.length - tail.length;
  return `${head}\n… ${left} characters left out …\n${tail}`;
}

/** What the line about the gap comes to. */
export const tokensOfNote = 14;

/** Half of a character that is two units long is none. */
function wholeBefore(text: string, at: number): string {
  return text.slice(0, isLow(text, at) ? at - 1 : at);
}

function wholeAfter(text: string, at: number): string {
  return text.slice(isLow(text, at) ? at + 1 : at);
}

function isLow(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

/** A message in which no text comes to more than so many tokens. */
export function trimMessage(message: ModelMessage, most: number): ModelMessage {
  if (message.role === 'tool') return { ...message, output: trimText(message.output, most) };
  if (message.role === 'assistant') {
    const { calls } = message;
    const trimmed = calls?.map((call) => ({ ...call, input: trimValue(call.input, most) as JsonObject }));
    return { ...message, text: trimText(message.text, most), ...(trimmed ? { calls: trimmed } : {}) };
  }
  if (typeof message.content === 'string') return { ...message, content: trimText(message.content, most) };
  const content = message.content.map((part) =>
    part.type === 'text' ? { ...part, text: trimText(part.text, most) } : part,
  );
  return { ...message, content };
}

/** What a model wrote into a call stays JSON of the same shape. */
function trimValue(value: Json, most: number): Json {
  if (typeof value === 'string') return trimText(value, most);
  if (Array.isArray(value)) return value.map((each) => trimValue(each, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, trimValue(each, most)]));
}
