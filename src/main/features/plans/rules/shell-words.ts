const closingQuotes: Record<string, string> = { '"': '"', "'": "'", '“': '”', '‘': '’' };

/**
 * Splits a command's arguments as a shell does, but expands nothing. A backslash keeps the quote, space or backslash
 * after it and is itself elsewhere, as in paths of Windows. Undefined when a quote is not closed.
 */
export function shellWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charAt(at);
    const closing = closingQuotes[mark];
    if (closing) {
      const quoted = readQuoted(text, at + 1, closing);
      if (!quoted) return undefined;
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (mark === '\\' && /[\s"'\\]/.test(text.charAt(at + 1))) {
      at += 1;
      word = (word ?? '') + text.charAt(at);
    } else if (/\s/.test(mark)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + mark;
  }
  return word === undefined ? words : [...words, word];
}

function readQuoted(text: string, from: number, closing: string): { text: string; end: number } | undefined {
  let quoted = '';
  for (let at = from; at < text.length; at += 1) {
    const mark = text.charAt(at);
    if (mark === closing) return { text: quoted, end: at };
    if (mark === '\\' && closing === '"' && /["\\]/.test(text.charAt(at + 1))) at += 1;
    quoted += text.charAt(at);
  }
  return undefined;
}
