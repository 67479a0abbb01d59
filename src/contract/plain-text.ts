const codeSpan = /(?<!`)(`+)(?!`)((?:(?!\n\s*\n)[\s\S])*?[^`])\1(?!`)/g;
const fence = /^ {0,3}(?:`{3,}|~{3,}).*\n?/gm;

/** Markdown without its marks, for a line of a list. What stands in code stays as it is. */
export function plainText(markdown: string): string {
  const text = markdown.replace(fence, '');
  let plain = '';
  let end = 0;
  for (const { 0: span, 2: code = '', index } of text.matchAll(codeSpan)) {
    plain += withoutMarks(text.slice(end, index)) + code;
    end = index + span.length;
  }
  return plain + withoutMarks(text.slice(end));
}

function withoutMarks(prose: string): string {
  return prose
    .replace(/^#{1,6} +/gm, '')
    .replace(/\*\*(\S(?:.*?\S)?)\*\*/g, '$1')
    .replace(/!?\[([^\]]*)\]\([^()\s]*\)/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1');
}
