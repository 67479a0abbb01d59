import { createHash } from 'node:crypto';

export type ShownCommand = {
  program: string;
  args: readonly string[];
  cwd: string | null;
  input: string | null;
  variables: [string, string][];
};

/** More input than this is shown by its beginning, its length and its sum, so that no other input looks the same. */
const shownInput = 4000;

/**
 * A command as a person is shown it before it runs: everything that decides what happens, each argument as a shell
 * would need it, and nothing invisible left as it is.
 */
export function commandLine({ program, args, cwd, input, variables }: ShownCommand): string {
  const parts = [...variables.map(([name, value]) => `${name}=${quoted(value)}`), ...[program, ...args].map(quoted)];
  if (input !== null && input !== '') parts.push('<<<', shownPart(input));
  return parts.join(' ') + (cwd === null ? '' : `  (in ${quoted(cwd)})`);
}

function shownPart(input: string): string {
  const rest = input.length - shownInput;
  if (rest <= 0) return quoted(input);
  const sum = createHash('sha256').update(input).digest('hex');
  return `${quoted(input.slice(0, shownInput))} … (${rest} characters more, sha256 ${sum})`;
}

function quoted(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  // Control, format and separator characters could hide or rearrange what is shown.
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return `$'${text.replace(/[\p{C}\p{Zl}\p{Zp}\\']/gu, escaped)}'`;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function escaped(character: string): string {
  if (character === '\\' || character === "'") return `\\${character}`;
  if (character === '\n') return String.raw`\n`;
  if (character === '\t') return String.raw`\t`;
  return String.raw`\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}
