const fence = /^ {0,3}(`{3,}|~{3,})\s*[\w+-]*\s*$/;
/** A code span; it may hold a line end (a file name can), but not the end of its paragraph or list entry. */
const codeSpan = /(?<!`)(`+)(?!`)((?:(?!\n\s*\n|\n- |\n\|)[\s\S])*?[^`])\1(?!`)/g;

/** Markdown as a terminal shows it: the marks of code go, lists and tables are readable as they are. */
export function plainText(markdown: string): string {
  const pieces: string[] = [];
  let prose: string[] = [];
  let open: string | undefined;
  const endProse = (): void => {
    if (prose.length > 0) pieces.push(withoutTicks(prose.join('\n')));
    prose = [];
  };
  for (const line of markdown.split('\n')) {
    const mark = fence.exec(line)?.[1];
    if (open === undefined && mark) {
      endProse();
      open = mark;
    } else if (open !== undefined && mark?.startsWith(open)) {
      open = undefined;
    } else if (open === undefined) prose.push(line);
    else pieces.push(line);
  }
  endProse();
  return pieces.join('\n');
}

function withoutTicks(prose: string): string {
  return prose.replaceAll(codeSpan, (_span, _ticks, code: string) => code.replaceAll('\n', '\\n'));
}
