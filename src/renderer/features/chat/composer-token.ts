/** What is being written at the caret that others may finish. */
export type ComposerToken =
  | { kind: 'command'; query: string; from: number; to: number }
  | { kind: 'argument'; word: string; query: string; from: number; to: number }
  | { kind: 'mention'; query: string; from: number; to: number };

/** `to` is the caret. A path in quotes may have spaces in it. */
export function tokenAt(text: string, caret: number): ComposerToken | undefined {
  const before = text.slice(0, caret);
  const [, command] = /^\/([\w-]*)$/.exec(before) ?? [];
  if (command !== undefined) return { kind: 'command', query: command, from: 0, to: caret };
  const [, word, argument] = /^\/([\w-]+)\s+((?!@)\S*)$/.exec(before) ?? [];
  if (word !== undefined && argument !== undefined) {
    return { kind: 'argument', word, query: argument, from: caret - argument.length, to: caret };
  }
  const [, mention] = /(?:^|\s)@((?:"[^"]*)|[^\s"@]*)$/.exec(before) ?? [];
  if (mention === undefined) return undefined;
  return { kind: 'mention', query: mention.replace(/^"/, ''), from: caret - mention.length - 1, to: caret };
}

export function isPathLike(query: string): boolean {
  return /^(~|[\\/]|[A-Za-z]:[\\/])/.test(query);
}

/** A mention that is whole, with the space after it, just before the caret: Backspace takes it away as one. */
export function mentionBefore(
  text: string,
  caret: number,
  isName: (said: string) => boolean,
): { from: number; to: number } | undefined {
  const [, whole, quoted, plain = ''] = /(?:^|\s)(@(?:"([^"]+)"|(\S+)) )$/.exec(text.slice(0, caret)) ?? [];
  if (whole === undefined) return undefined;
  const said = quoted ?? plain;
  return isPathLike(said) || isName(said) ? { from: caret - whole.length, to: caret } : undefined;
}

export function mentionText(said: string): string {
  return said.includes(' ') ? `@"${said}"` : `@${said}`;
}
