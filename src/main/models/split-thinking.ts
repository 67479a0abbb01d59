/** As models write them, by the templates they were made with. */
const marks: readonly (readonly [open: string, close: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['[THINK]', '[/THINK]'],
];

type Piece = { type: 'text' | 'reasoning'; text: string };

/**
 * Some servers leave a model's thinking in its text, between marks at the very beginning. It is told apart as it comes:
 * what may still become a mark is held back until the next piece, or the end.
 */
export function splitThinking(): { take(text: string): Piece[]; end(): Piece[] } {
  let state: 'start' | 'thinking' | 'thought' | 'text' = 'start';
  let held = '';
  let close = '';

  function take(text: string): Piece[] {
    held += text;
    if (state === 'start') {
      const begin = held.trimStart();
      if (marks.some(([open]) => begin.length < open.length && open.startsWith(begin))) return [];
      const mark = marks.find(([open]) => begin.startsWith(open));
      state = mark ? 'thinking' : 'text';
      if (mark) [held, close] = [begin.slice(mark[0].length), mark[1]];
    }
    if (state === 'thought') held = held.trimStart();
    if (state === 'thought' && held !== '') state = 'text';
    if (state !== 'thinking') return release('text', held.length);
    const end = held.indexOf(close);
    if (end < 0) return release('reasoning', held.length - markBegunAt(held, close));
    const thought = release('reasoning', end);
    held = held.slice(close.length);
    state = 'thought';
    return [...thought, ...take('')];
  }

  function release(type: Piece['type'], length: number): Piece[] {
    const text = held.slice(0, length);
    held = held.slice(length);
    return text === '' ? [] : [{ type, text }];
  }

  return { take, end: () => release(state === 'thinking' ? 'reasoning' : 'text', held.length) };
}

/** How many characters at the end could be the beginning of the closing mark. */
function markBegunAt(text: string, close: string): number {
  for (let length = Math.min(close.length - 1, text.length); length > 0; length -= 1) {
    if (close.startsWith(text.slice(-length))) return length;
  }
  return 0;
}

/** A whole answer without its thinking, also where the mark that begins it was a part of the question: some templates end with it. */
export function withoutThinking(text: string): string {
  return text.replace(/^[\s\S]*?<\/think(?:ing)?>\s*/i, '');
}
