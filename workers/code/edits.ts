import { fail } from 'heron/worker-kit';
import type { LanguageName } from './languages.ts';

/** Half-open, in UTF-16 units. */
export type Edit = { from: number; to: number; text: string };

/** The text with all of them made; they do not overlap. */
export function replaced(text: string, edits: readonly Edit[]): string {
  const inOrder = edits.toSorted((a, b) => a.from - b.from);
  let made = '';
  let at = 0;
  for (const { from, to, text: fresh } of inOrder) {
    made += text.slice(at, from) + fresh;
    at = to;
  }
  return made + text.slice(at);
}

/** What is put in has the ends of lines that the text has. */
export function alike(edits: readonly Edit[], text: string): Edit[] {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return edits.map((edit) => ({ ...edit, text: edit.text.replaceAll(/\r?\n/g, end) }));
}

const script =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield';
const reserved: Record<LanguageName, string> = {
  ...{ typescript: script, tsx: script, javascript: script },
  python:
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield',
  go: 'break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var',
  rust: 'Self abstract as async await become box break const continue crate do dyn else enum extern false final fn for if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof union unsafe unsized use virtual where while yield',
  c: 'auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while',
};

/** Errors: `invalid-input` for what is no name in that language. */
export function checkName(name: string, language: LanguageName, field: string): void {
  const isWord =
    /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ||
    (reserved[language] === script && /^[\w$]+$/.test(name) && !/^\d/.test(name));
  if (!isWord) fail('invalid-input', `${name} is no name in ${language}`, { field });
  if (reserved[language].split(' ').includes(name)) {
    fail('invalid-input', `${name} is a word of ${language} itself`, { field });
  }
}
