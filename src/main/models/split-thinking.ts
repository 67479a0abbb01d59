const [open, close] = ['<think>', '</think>'];

type Piece = { type: 'text' | 'reasoning'; text: string };

/**
 * Some servers leave a model's thinking in its text, between marks at the very beginning. It is told apart as it comes:
 * what may still become a mark is held back until the next piece, or the end.
 */
export function splitThinking(): { take(text: string): Piece[]; end(): Piece[] } {
  let state: 'start' | 'thinking' | 'thought' | 'text' = 'start';
  let held = '';

  function take(text: string): Piece[] {
    held += text;
    if (state === 'start') {
      const begin = held.trimStart();
      if (begin.length < open.length && open.startsWith(begin)) return [];
      state = begin.startsWith(open) ? 'thinking' : 'text';
      if (state === 'thinking') held = begin.slice(open.length);
    }
    if (state === 'thought') held = held.trimStart();
    if (state === 'thought' && held !== '') state = 'text';
    if (state !== 'thinking') return release('text', held.length);
    const end = held.indexOf(close);
    if (end < 0) return release('reasoning', held.length - markBegunAt(held));
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
function markBegunAt(text: string): number {
  for (let length = Math.min(close.length - 1, text.length); length > 0; length -= 1) {
    if (close.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
