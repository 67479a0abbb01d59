import { fail } from 'heron/worker-kit';

/** `name` is an unquoted word; `sign` an operator or a bracket. */
export type Word = { kind: 'name' | 'quoted' | 'sign'; text: string; at: number };

const signs = ['<=', '>=', '<>', '!=', '==', '<', '>', '=', '(', ')', ','];

/** Errors: `invalid-input` for a quote that is not closed. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (let at = 0; at < text.length;) {
    const character = text[at] ?? '';
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const sign = signs.find((one) => text.startsWith(one, at));
    if (sign !== undefined) {
      words.push({ kind: 'sign', text: sign, at });
      at += sign.length;
      continue;
    }
    const end = `'"\``.includes(character) ? text.indexOf(character, at + 1) : plainEnd(text, at);
    if (end === -1)
      return fail('invalid-input', `The condition “${text}” has a ${character} that is not closed`, { field: 'where' });
    const isQuoted = `'"\``.includes(character);
    words.push({ kind: isQuoted ? 'quoted' : 'name', text: text.slice(isQuoted ? at + 1 : at, end), at });
    at = isQuoted ? end + 1 : end;
  }
  return words;
}

function plainEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/[\s<>=!(),'"`]/.test(text[at] ?? '')) at += 1;
  return Math.max(at, from + 1);
}
