import type { ModelRequest } from '../model-client.ts';

const charactersPerToken = 4;
/** What providers count for a picture of usual size. */
const tokensOfPicture = 1000;

export function tokensOfText(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** About what a request comes to before anybody has counted it. */
export function tokensOfRequest({ instructions, messages, tools = [] }: ModelRequest): number {
  let tokens = tokensOfText(instructions) + tokensOfText(tools.length === 0 ? '' : JSON.stringify(tools));
  for (const message of messages) {
    if (message.role === 'tool') tokens += tokensOfText(message.output);
    else if (message.role === 'assistant') {
      tokens += tokensOfText(message.text + (message.calls ? JSON.stringify(message.calls) : ''));
    } else if (typeof message.content === 'string') tokens += tokensOfText(message.content);
    else {
      for (const part of message.content) tokens += part.type === 'text' ? tokensOfText(part.text) : tokensOfPicture;
    }
  }
  return tokens;
}
