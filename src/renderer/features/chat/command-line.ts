import type { Command } from '../../app/commands.ts';

/** What a message that begins with a slash asks for; undefined for a message, and for a path at its beginning. */
export type ReadCommand = { command: Command; argument: string } | { unknown: string; near: string[] } | undefined;

const form = /^\/([a-z][a-z0-9-]*)(?:\s+([\s\S]*))?$/i;

export function readCommand(text: string, commands: readonly Command[]): ReadCommand {
  const [, said, argument = ''] = form.exec(text.trimEnd()) ?? [];
  if (said === undefined) return undefined;
  const word = said.toLowerCase();
  const command = commands.find((one) => one.word === word);
  if (command) return { command, argument: argument.trim() };
  return { unknown: said, near: nearWords(word, commands) };
}

/** Commands that begin like it, else those a slip of the fingers away. */
function nearWords(said: string, commands: readonly Command[]): string[] {
  const words = commands.map(({ word }) => word);
  const begun = words.filter((word) => word.startsWith(said) || said.startsWith(word));
  return (begun.length > 0 ? begun : words.filter((word) => slips(said, word) <= 2)).slice(0, 3);
}

/** How many letters are wrong, missing, too many or have changed places. */
function slips(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const cell = (row: number, at: number): number => rows[row]?.[at] ?? Infinity;
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    rows.push(next);
    for (let at = 1; at <= b.length; at += 1) {
      const isSame = a[row - 1] === b[at - 1];
      const isSwapped = a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1];
      next[at] = Math.min(
        cell(row - 1, at) + 1,
        cell(row, at - 1) + 1,
        cell(row - 1, at - 1) + (isSame ? 0 : 1),
        isSwapped ? cell(row - 2, at - 2) + 1 : Infinity,
      );
    }
  }
  return cell(a.length, b.length);
}
