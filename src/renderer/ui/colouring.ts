import type { CodeLine } from './code-lines.ts';

/** Milliseconds without a change after which code counts as whole. */
const settledMs = 200;
/** Code that grows is coloured again after so many times what it took the last time. */
const restFactor = 20;
/** Lines that are drawn at a time: few enough that no frame waits for them. */
const piece = 12;

/** Coloured lines, and how much of the code they are. */
export type Coloured = { text: string; lines: CodeLine[] };

export type Colouring = {
  /** Colours this from now on. */
  show: (code: string) => void;
  stop: () => void;
};

type ColouringParts = {
  highlight: (code: string) => CodeLine[];
  onColoured: (coloured: Coloured) => void;
  now: () => number;
  /** Does it some time after so many milliseconds; returns what takes it back. */
  later: (work: () => void, delayMs: number) => () => void;
};

/** Colours code that may grow: a line once it has ended, the last one when nothing more comes. */
export function createColouring({ highlight, onColoured, now, later }: ColouringParts): Colouring {
  let code = '';
  let made: Coloured = { text: '', lines: [] };
  let drawn = 0;
  let changedAt = -Infinity;
  let restUntil = 0;
  let takeBack: (() => void) | undefined;

  function plan(delayMs: number): void {
    takeBack ??= later(make, delayMs);
  }

  function planColours(delayMs: number): void {
    plan(Math.max(delayMs, restUntil - now()));
  }

  function make(): void {
    takeBack = undefined;
    if (drawn === made.lines.length) colour();
    if (drawn < made.lines.length) draw();
    if (drawn < made.lines.length) plan(0);
    else if (made.text !== code) planColours(settledMs);
  }

  function colour(): void {
    const isSettled = now() - changedAt >= settledMs;
    const text = isSettled ? code : code.slice(0, code.lastIndexOf('\n') + 1);
    if (text === made.text || text === '') return;
    const begun = now();
    const lines = highlight(text);
    restUntil = now() + restFactor * (now() - begun);
    // The last of the lines before has grown.
    drawn = text.startsWith(made.text) ? Math.max(0, made.lines.length - 1) : 0;
    made = { text, lines };
  }

  function draw(): void {
    drawn = Math.min(made.lines.length, drawn + piece);
    onColoured(drawn === made.lines.length ? made : beginning(made, drawn));
  }

  return {
    show(next) {
      if (next === code) return;
      // What is there from the beginning is whole for all one knows.
      changedAt = code === '' ? -Infinity : now();
      code = next;
      planColours(0);
    },
    stop: () => takeBack?.(),
  };
}

/** So many lines, with the line break after them. */
function beginning({ text, lines }: Coloured, count: number): Coloured {
  const first = lines.slice(0, count);
  const length = first.flat().reduce((sum, token) => sum + token.text.length, count);
  return { text: text.slice(0, length), lines: [...first, []] };
}

/** What is still true of the colours when the code has changed: its lines up to the first other one. */
export function colouredBeginning(coloured: Coloured, code: string): Coloured | undefined {
  if (code.startsWith(coloured.text)) return coloured;
  let length = 0;
  const other = coloured.lines.findIndex((line) => {
    const text = `${line.map((token) => token.text).join('')}\n`;
    if (!code.startsWith(text, length)) return true;
    length += text.length;
    return false;
  });
  return other > 0 ? beginning(coloured, other) : undefined;
}
