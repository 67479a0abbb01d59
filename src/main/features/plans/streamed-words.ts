/**
 * Reads the words of `{"answer": "…"}` while the object is being written: as soon as that is what it begins with. Of a plan
 * it gives nothing.
 */
export function streamedWords(): (text: string) => string {
  let state: 'before' | 'inside' | 'over' = 'before';
  let held = '';
  return (text) => {
    held += text;
    if (state === 'before') {
      const begin = /^[\s\S]*?\{\s*"(\w+)"\s*:\s*("?)/.exec(held);
      if (!begin) return '';
      state = begin[1] === 'answer' && begin[2] === '"' ? 'inside' : isUndecided(held, begin) ? 'before' : 'over';
      if (state === 'inside') held = held.slice(begin[0].length);
    }
    if (state !== 'inside') return '';
    const { words, rest, isOver } = readString(held);
    held = rest;
    if (isOver) state = 'over';
    return words;
  };
}

/** The value of the first field has not begun yet. */
function isUndecided(held: string, begin: RegExpExecArray): boolean {
  return begin[1] === 'answer' && begin[0].length === held.length;
}

/** As much of a JSON string as is whole: half an escape waits for the other half. */
function readString(text: string): { words: string; rest: string; isOver: boolean } {
  const end = /^(?:[^"\\]|\\(?:u[\da-f]{4}|[^u]))*/i.exec(text)?.[0].length ?? 0;
  const isOver = text[end] === '"';
  const whole = isOver ? text.slice(0, end) : text.slice(0, end).replace(/\\ud[89ab][\da-f]{2}$|[\ud800-\udbff]$/i, '');
  const written = whole
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\r', String.raw`\r`);
  try {
    return { words: JSON.parse(`"${written}"`) as string, rest: text.slice(whole.length), isOver };
  } catch {
    return { words: '', rest: '', isOver: true };
  }
}
