import { answerWords, localCommands } from './grammar.ts';

export function isLocal(text: string): boolean {
  return (localCommands as readonly string[]).includes(text);
}

export function answerOf(text: string): 'allow' | 'deny' | undefined {
  if ((answerWords.allow as readonly string[]).includes(text)) return 'allow';
  return (answerWords.deny as readonly string[]).includes(text) ? 'deny' : undefined;
}

/** As a person would type it; the few words that are understood at once have no signs. */
export function freeText(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\d' ]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (isLocal(plain) || answerOf(plain)) return plain;
  return text.trim().replace(/\.$/, '');
}
