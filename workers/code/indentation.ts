import type { Node } from 'web-tree-sitter';
import { nodesOf } from './syntax.ts';

/** What stands before the first word of the line of a place. */
export function indentOf(text: string, at: number): string {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(from, at))?.[0] ?? '';
}

/** One step of indentation, as the file has it. */
export function unitOf(text: string, isPython: boolean): string {
  const found = /\n(\t| {2,8})\S/.exec(`\n${text}`)?.[1];
  return found ?? (isPython ? '    ' : '  ');
}

/** A part of a text as it would stand with this indentation. Lines that begin inside of a text are left as they are. */
export function moved(
  text: string,
  { from, to, indent }: { from: number; to: number; indent: string },
  nodes: readonly Node[],
): string {
  const old = indentOf(text, from);
  const firstRow = text.slice(0, from).split('\n').length - 1;
  const held = new Set<number>();
  for (const node of nodes.flatMap((each) => [...nodesOf(each)])) {
    if (!/^(string|template_string|jsx_text)$/.test(node.type)) continue;
    for (let row = node.startPosition.row + 1; row <= node.endPosition.row; row++) held.add(row);
  }
  return text
    .slice(from, to)
    .split('\n')
    .map((line, index) => {
      if (index === 0) return indent + line;
      if (held.has(firstRow + index) || line.trim() === '') return line;
      return indent + (line.startsWith(old) ? line.slice(old.length) : line.trimStart());
    })
    .join('\n');
}
