const mostCharacters = 400;
const restOnScreen = 'The rest is on the screen.';

/** What of an answer in Markdown is read out, sentence by sentence; code, tables and long lists are for the eye. */
export function sentencesToSpeak(markdown: string): string[] {
  const prose = withoutBlocks(markdown);
  const sentences = sentencesOf(prose);
  let left = mostCharacters;
  const spoken = sentences.filter((sentence) => (left -= sentence.length) >= 0);
  const isCut = spoken.length < sentences.length || prose.trim().length < markdown.trim().length;
  return isCut && spoken.length > 0 ? [...spoken, restOnScreen] : spoken;
}

/** Takes an answer as it is being written, and gives the sentences of it that are whole. */
export type SentenceReader = {
  add(text: string): string[];
  /** No more of it is written: the last sentence is whole too. */
  end(): string[];
};

export function createSentenceReader(): SentenceReader {
  let written = '';
  let given = 0;
  let left = mostCharacters;

  function next(markdown: string): string[] {
    const fresh = sentencesOf(withoutBlocks(markdown)).slice(given);
    given += fresh.length;
    return fresh.filter((sentence) => (left -= sentence.length) >= 0);
  }

  return {
    add(text) {
      written += text;
      return next(wholePart(written));
    },
    end: () => next(withoutOpenBlock(written)),
  };
}

/** Up to the end of the last sentence or paragraph that nothing can be added to any more. */
function wholePart(markdown: string): string {
  const closed = withoutOpenBlock(markdown);
  const ends = [...closed.matchAll(/[.!?…]["'”’)\]*_]*\s+(?=\S)|\n\s*\n/g)];
  const last = ends.at(-1);
  if (!last) return '';
  const whole = closed.slice(0, last.index + last[0].length);
  // A line of a list or a table is known for one by its beginning, and goes as a whole.
  const line = whole.slice(whole.lastIndexOf('\n') + 1);
  return /^\s*(?:[-*+] |\|)/.test(line) ? whole.slice(0, whole.length - line.length) : whole;
}

/** Code whose end is not written yet. */
function withoutOpenBlock(markdown: string): string {
  const fences = [...markdown.matchAll(/^(?:~{3,}|`{3,})/gm)];
  const open = fences.length % 2 === 1 ? fences.at(-1) : undefined;
  return open ? markdown.slice(0, open.index) : markdown;
}

function sentencesOf(prose: string): string[] {
  return [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(plainText(prose))]
    .map(({ segment }) => segment.trim())
    .filter((segment) => /[\p{L}\d]/u.test(segment));
}

function withoutBlocks(markdown: string): string {
  return markdown
    .replaceAll(/^(~{3,}|`{3,}).*$[\s\S]*?^\1\s*$/gm, '')
    .replaceAll(/^\|.*$/gm, '')
    .replaceAll(/^\s*[-*+] .*$/gm, '');
}

function plainText(prose: string): string {
  return prose
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*_#>`]+/g, '')
    .replaceAll(/\S*\/(\S+)/g, '$1')
    .replaceAll(/\b[0-9a-f]{16,}\b/gi, 'what is on the screen')
    .replaceAll(/(?<=\w)\.(?=\p{L})/gu, ' dot ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
