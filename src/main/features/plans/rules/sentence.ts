/** A word, a path, or everything between two quotes. */
export type Token = {
  /** Without quotes and without the punctuation that follows it. */
  text: string;
  /** For comparing: lower case, plain apostrophes, no hyphens. Empty for what was quoted, which is never a word of a phrase. */
  word: string;
  isQuoted: boolean;
  /** Punctuation that follows it, for example `,`. */
  trailing: string;
  /** Where it begins in the sentence, and where it ends, without what trails. */
  start: number;
  end: number;
};

const closingQuotes: Record<string, string> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '„': '“', '«': '»' };
const punctuation = /[.,;:!?…]+$/;
const afterQuote = /[.,;:!?…]*(?=\s|$)/y;
/** `.`, `..`, `src/..`: dots that are a path, not the end of a sentence. */
const dotPath = /(^|[\\/])\.{1,2}$/;

/** "what's" is read as "what is"; any other 's says whose. */
const contracted = /^(what|where|who|how|when|that|here|there)'s$/;

/** Words of a sentence in order. A quote begins only where a word may, so "what's" holds none. */
export function readSentence(sentence: string): Token[] {
  const tokens: Token[] = [];
  const readQuoted = createQuoteReader(sentence);
  const word = /\S+/y;
  const space = /\s*/y;
  let at = 0;
  while (at < sentence.length) {
    space.lastIndex = at;
    space.exec(sentence);
    at = space.lastIndex;
    if (at >= sentence.length) break;
    const quoted = readQuoted(at);
    if (quoted) {
      tokens.push(quoted.token);
      at = quoted.next;
      continue;
    }
    word.lastIndex = at;
    word.exec(sentence);
    addWord(tokens, sentence.slice(at, word.lastIndex), at);
    at = word.lastIndex;
  }
  return tokens;
}

/** Finds the quotes that can close; each is looked for once, so unclosed quotes do not cost a search each. */
function createQuoteReader(sentence: string) {
  const closings = new Map<string, { at: number; trailing: string } | undefined>();

  function nextClosing(mark: string, from: number): { at: number; trailing: string } | undefined {
    const known = closings.get(mark);
    if (closings.has(mark) && (!known || known.at >= from)) return known;
    let found: { at: number; trailing: string } | undefined;
    for (let at = sentence.indexOf(mark, from); at !== -1 && !found; at = sentence.indexOf(mark, at + 1)) {
      afterQuote.lastIndex = at + 1;
      const trailing = afterQuote.exec(sentence)?.[0];
      if (trailing !== undefined) found = { at, trailing };
    }
    closings.set(mark, found);
    return found;
  }

  return (start: number): { token: Token; next: number } | undefined => {
    const mark = closingQuotes[sentence.charAt(start)];
    const closing = mark === undefined ? undefined : nextClosing(mark, start + 1);
    if (!closing) return undefined;
    const { at, trailing } = closing;
    const token = { text: sentence.slice(start + 1, at), word: '', isQuoted: true, trailing, start, end: at + 1 };
    return { token, next: at + 1 + trailing.length };
  };
}

function addWord(tokens: Token[], raw: string, start: number): void {
  const trailing = dotPath.test(raw) ? '' : (punctuation.exec(raw)?.[0] ?? '');
  const text = raw.slice(0, raw.length - trailing.length);
  const before = tokens.at(-1);
  if (!text) {
    if (before) before.trailing += trailing;
    return;
  }
  const end = start + text.length;
  if (!contracted.test(comparable(text))) {
    tokens.push({ text, word: comparable(text), isQuoted: false, trailing, start, end });
    return;
  }
  const cut = text.length - 2;
  const first = text.slice(0, cut);
  tokens.push(
    { text: first, word: comparable(first), isQuoted: false, trailing: '', start, end: start + cut },
    { text: text.slice(cut), word: 'is', isQuoted: false, trailing, start: start + cut, end },
  );
}

/** The form in which words of phrases and of sentences are compared. */
export function comparable(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[‘’`´]/g, "'")
    .replaceAll(/(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}])/gu, '');
}

/** The words of a text alone, as near phrases compare them. */
export function wordsOf(text: string): string[] {
  return readSentence(text).flatMap((token) => (token.isQuoted ? [] : [token.word]));
}
