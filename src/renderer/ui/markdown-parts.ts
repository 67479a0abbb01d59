/** Shorter texts are one part: to draw them anew costs less than to keep parts. */
const shortest = 1500;

const fence = /^ {0,3}(`{3,}|~{3,}|\$\$(?=\s*$))/;
/** What may belong to the block before the empty line: an item of a list, or what stands inside one. */
const goesOn = /^(\s|[-*+] |\d{1,9}[.)] |>)/;
/** What is defined in one place and used in another holds a text together. */
const definition = /^ {0,3}\[[^\]]+\]:/m;
/** A tag that begins a line may hold what stands after the next empty line. */
const tag = /^ {0,3}<[a-z!/]/im;

/**
 * Cuts Markdown between blocks that do not depend on each other. Joined they are the text. Of a text that grows only the last part
 * changes; `grows`: it is cut from its beginning on, so that it need not be drawn anew as a whole when it has become long.
 */
export function markdownParts(text: string, grows = false): string[] {
  const isShort = text.length < shortest && (!grows || tag.test(text));
  if (isShort || definition.test(text)) return [text];
  const parts: string[] = [];
  let begin = 0;
  let open: string | undefined;
  let wasEmpty = false;
  /** The block so far has items of a list, a quotation or what stands inside one. */
  let canGoOn = false;
  for (let at = 0; at < text.length;) {
    const lineEnd = text.indexOf('\n', at);
    const next = lineEnd < 0 ? text.length : lineEnd + 1;
    const line = text.slice(at, next);
    const isInside = open === undefined && goesOn.test(line);
    if (wasEmpty && open === undefined && line.trim() !== '' && !(isInside && canGoOn)) {
      parts.push(text.slice(begin, at));
      begin = at;
      canGoOn = false;
    }
    canGoOn ||= isInside && line.trim() !== '';
    const [, mark = ''] = fence.exec(line) ?? [];
    if (open === undefined) open = mark === '' ? undefined : mark;
    else if (mark.startsWith(open) && line.trim() === mark) open = undefined;
    wasEmpty = line.trim() === '';
    at = next;
  }
  return [...parts, text.slice(begin)];
}

export type Fenced = { language: string | undefined; code: string };

/** A part that is a block of code and nothing else, closed or still open; such code needs no reading as Markdown. */
export function fencedCode(part: string): Fenced | undefined {
  const [begin, mark = '', info = ''] = /^(`{3,}|~{3,})([^`\n]*)\n/.exec(part) ?? [];
  // Marks in the words after it, other ends of lines and formulas are for who reads Markdown.
  if (begin === undefined || /[\\&]|^\s*math\b/.test(info) || /[\r\0]/.test(part)) return undefined;
  const lines = part.slice(begin.length).split('\n');
  const close = lines.findIndex((line) => isClose(line, mark));
  if (close >= 0 && lines.slice(close + 1).some((line) => line.trim() !== '')) return undefined;
  const code = lines.slice(0, close < 0 ? undefined : close).join('\n');
  const [language] = info.trim().split(/\s/);
  return { language: language === '' ? undefined : language, code: close < 0 ? code.replace(/\n$/, '') : code };
}

function isClose(line: string, mark: string): boolean {
  const [, found = ''] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
  return found.startsWith(mark);
}
