import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const page = join(import.meta.dirname, '..', 'docs', 'quality.md');

/** Puts what a command found into its section of docs/quality.md, between marks that name the command. */
export function writeSection(command: string, lines: readonly string[]): void {
  const before = existsSync(page) ? readFileSync(page, 'utf8') : '# Quality\n';
  writeFileSync(page, withSection(before, command, lines));
}

/** The page with this section in the place of the one it has, or at its end. */
export function withSection(text: string, command: string, lines: readonly string[]): string {
  const begin = `<!-- written by ${command} -->`;
  const end = `<!-- end of ${command} -->`;
  const section = [begin, ...lines, end].join('\n');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) return `${text.trimEnd()}\n\n${section}\n`;
  return text.slice(0, from) + section + text.slice(to + end.length);
}
