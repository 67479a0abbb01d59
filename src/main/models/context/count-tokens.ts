import type { ModelMessage, ModelRequest } from '../model-client.ts';

/*
 * An estimate and no tokenizer: the tables of one cost 39 MB and half a second, and hold for the models of one maker. What is
 * missing in exactness is made up for by a margin, and by what providers say they counted (`calibration.ts`).
 */
const weights = { letter: 0.25, digit: 0.45, sign: 0.5, accented: 0.6, other: 1.2 };
/** What formats put around a message or a call. */
const tokensOfFrame = 6;
/** What providers count for a picture of usual size. */
const tokensOfPicture = 1000;

/** Instructions and offers of tools are long, the same in request after request, and counted several times for each. */
const counted = new Map<string, number>();
const remembered = { texts: 32, shortest: 2000, longest: 200_000 };

/** About how many tokens a text comes to; rather too many. */
export function countText(text: string): number {
  if (text.length < remembered.shortest || text.length > remembered.longest) return tokensIn(text);
  const before = counted.get(text);
  if (before !== undefined) return before;
  if (counted.size >= remembered.texts) for (const oldest of [...counted.keys()].slice(0, 1)) counted.delete(oldest);
  const tokens = tokensIn(text);
  counted.set(text, tokens);
  return tokens;
}

function tokensIn(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += 1) tokens += weightOf(text.charCodeAt(at));
  return Math.ceil(tokens);
}

function weightOf(code: number): number {
  if (code >= 0x80) return code < 0x800 ? weights.accented : weights.other;
  if (code >= 48 && code <= 57) return weights.digit;
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code <= 32;
  return isLetter ? weights.letter : weights.sign;
}

export function countMessage(message: ModelMessage): number {
  if (message.role === 'tool') return tokensOfFrame + countText(message.name) + countText(message.output);
  if (message.role === 'assistant') {
    const calls = (message.calls ?? []).map(
      ({ name, input }) => tokensOfFrame + countText(name) + countText(JSON.stringify(input)),
    );
    return tokensOfFrame + countText(message.text) + sum(calls);
  }
  if (typeof message.content === 'string') return tokensOfFrame + countText(message.content);
  const parts = message.content.map((part) => (part.type === 'text' ? countText(part.text) : tokensOfPicture));
  return tokensOfFrame + sum(parts);
}

export function countMessages(messages: readonly ModelMessage[]): number {
  return sum(messages.map(countMessage));
}

/** Of what a request holds besides its messages, and nothing can be left out of. */
export function countFixed({ instructions, tools = [], answerSchema }: ModelRequest): number {
  const offers = tools.length === 0 ? 0 : countText(JSON.stringify(tools));
  return (
    tokensOfFrame + countText(instructions) + offers + (answerSchema ? countText(JSON.stringify(answerSchema)) : 0)
  );
}

export function countRequest(request: ModelRequest): number {
  return countFixed(request) + countMessages(request.messages);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
