const mostCharacters = 400;
const restOnScreen = 'The rest is on the screen.';

/** What of an answer in Markdown is read out, sentence by sentence; code, tables and long lists are for the eye. */
export function sentencesToSpeak(markdown: string): string[] {
  const prose = withoutBlocks(markdown);
  const plain = plainText(prose);
  const sentences = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(plain)]
    .map(({ segment }) => segment.trim())
    .filter((segment) => /[\p{L}\d]/u.test(segment));
  let left = mostCharacters;
  const spoken = sentences.filter((sentence) => (left -= sentence.length) >= 0);
  const isCut = spoken.length < sentences.length || prose.trim().length < markdown.trim().length;
  return isCut && spoken.length > 0 ? [...spoken, restOnScreen] : spoken;
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
