import type { Token } from './sentence.ts';

const hello =
  /^((hi|hello|hey|hiya|greetings|good (morning|afternoon|evening|day))( (there|heron|again|everyone))*\s*)+$/;
const thanks = /^(ok |okay |great |many )?(thanks|thank you|thx|cheers)( (a lot|so much|very much|heron|again))*$/;

/** A short answer to somebody who only greets or thanks. */
export function readGreeting(tokens: readonly Token[]): { message: string; nearPhrases: string[] } | undefined {
  if (tokens.some((token) => token.isQuoted)) return undefined;
  const words = tokens.map((token) => token.word).join(' ');
  if (hello.test(words)) return answer('Hello!');
  return thanks.test(words) ? answer('You are welcome!') : undefined;
}

function answer(greeting: string): { message: string; nearPhrases: string[] } {
  return {
    message: `${greeting} Ask “what can you do” to see what I can help with.`,
    nearPhrases: ['What can you do'],
  };
}
