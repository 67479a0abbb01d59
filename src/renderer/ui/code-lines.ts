import type { Root, RootContent } from 'hast';

/** A piece of a line of code, with what it is in its language. */
export type CodeToken = { text: string; kind: string | undefined };
export type CodeLine = CodeToken[];

/** Cuts what the highlighter gives into lines, so that of code that grows only the new ones are drawn. */
export function codeLines(tree: Root): CodeLine[] {
  const lines: CodeLine[] = [[]];
  const walk = (nodes: RootContent[], kind: string | undefined): void => {
    for (const node of nodes) {
      if (node.type === 'element') walk(node.children, kindOf(node.properties['className']) ?? kind);
      else if (node.type === 'text') addText(lines, node.value, kind);
    }
  };
  walk(tree.children, undefined);
  return lines;
}

function addText(lines: CodeLine[], text: string, kind: string | undefined): void {
  for (const [index, part] of text.split('\n').entries()) {
    if (index > 0) lines.push([]);
    if (part !== '') lines.at(-1)?.push({ text: part, kind });
  }
}

/** `hljs-title function_` is a title; the second word only says of which sort. */
function kindOf(names: unknown): string | undefined {
  const [first] = Array.isArray(names) ? names : [];
  return typeof first === 'string' ? first.replace(/^hljs-/, '') : undefined;
}

/** Lines that are as before stay the same objects, so that they are not drawn again. */
export function withSameLines(before: CodeLine[], after: CodeLine[]): CodeLine[] {
  return after.map((line, at) => {
    const old = before[at];
    return old && isSameLine(old, line) ? old : line;
  });
}

function isSameLine(a: CodeLine, b: CodeLine): boolean {
  return a.length === b.length && a.every(({ text, kind }, at) => text === b[at]?.text && kind === b[at]?.kind);
}
