import type { CodeLine } from './code-lines.ts';

/** Milliseconds without a change after which code counts as whole. */
const settledMs = 200;
/** Code that grows is coloured again after so many times what it took the last time. */
const restFactor = 20;

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
  let done = '';
  let changedAt = -Infinity;
  let restUntil = 0;
  let takeBack: (() => void) | undefined;

  function plan(delayMs: number): void {
    takeBack ??= later(make, Math.max(delayMs, restUntil - now()));
  }

  function make(): void {
    takeBack = undefined;
    const isSettled = now() - changedAt >= settledMs;
    const text = isSettled ? code : code.slice(0, code.lastIndexOf('\n') + 1);
    if (text !== done && text !== '') {
      const begun = now();
      const lines = highlight(text);
      restUntil = now() + restFactor * (now() - begun);
      done = text;
      onColoured({ text, lines });
    }
    if (done !== code) plan(settledMs);
  }

  return {
    show(next) {
      if (next === code) return;
      // What is there from the beginning is whole for all one knows.
      changedAt = code === '' ? -Infinity : now();
      code = next;
      plan(0);
    },
    stop: () => takeBack?.(),
  };
}
