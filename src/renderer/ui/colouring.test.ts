import { expect, test } from 'vitest';
import { type Coloured, colouredBeginning, createColouring } from './colouring.ts';

function setUp({ costMs = 1 } = {}) {
  let time = 0;
  let highlighted = 0;
  let planned: { at: number; work: () => void } | undefined;
  const made: Coloured[] = [];
  const colouring = createColouring({
    highlight: (code) => {
      time += costMs;
      highlighted += 1;
      return code.split('\n').map((text) => [{ text, kind: undefined }]);
    },
    onColoured: (coloured) => made.push(coloured),
    now: () => time,
    later: (work, delayMs) => {
      planned = { at: time + delayMs, work };
      return () => (planned = undefined);
    },
  });
  /** Lets time pass, and what is due happen. */
  const pass = (ms: number): void => {
    const end = time + ms;
    while (planned && planned.at <= end) {
      const { at, work } = planned;
      planned = undefined;
      time = Math.max(time, at);
      work();
    }
    time = Math.max(time, end);
  };
  return {
    ...{ colouring, pass, made },
    texts: () => made.map(({ text }) => text),
    timesHighlighted: () => highlighted,
    isPlanned: () => planned !== undefined,
  };
}

test('what is there from the beginning is coloured once, as a whole', () => {
  const { colouring, pass, texts, isPlanned } = setUp();
  colouring.show('a\nb');
  pass(1000);
  expect(texts()).toEqual(['a\nb']);
  expect(isPlanned()).toBe(false);
});

test('while code grows only ended lines are coloured, and the last one when it rests', () => {
  const { colouring, pass, texts } = setUp();
  colouring.show('a');
  pass(1);
  colouring.show('a\nbb');
  pass(1);
  expect(texts()).toEqual(['a']);
  pass(100);
  colouring.show('a\nbb\nc');
  pass(150);
  colouring.show('a\nbb\nccc');
  expect(texts()).toEqual(['a', 'a\n', 'a\nbb\n']);
  pass(100);
  expect(texts()).toHaveLength(3);
  pass(1000);
  expect(texts()).toEqual(['a', 'a\n', 'a\nbb\n', 'a\nbb\nccc']);
});

test('what costs much is done seldom: a flood of pieces takes a small part of the time', () => {
  const { colouring, pass, texts, timesHighlighted } = setUp({ costMs: 20 });
  let code = '';
  for (let line = 0; line < 200; line += 1) {
    code += `line ${line}\n`;
    colouring.show(code);
    pass(10);
  }
  expect(timesHighlighted()).toBeLessThan(15);
  pass(2000);
  expect(texts().at(-1)).toBe(code);
});

test('what is no longer shown is not coloured', () => {
  const { colouring, pass, texts } = setUp();
  colouring.show('a');
  colouring.stop();
  pass(1000);
  expect(texts()).toEqual([]);
});

test('long code is highlighted once and drawn in pieces, each the beginning of it', () => {
  const { colouring, pass, made, timesHighlighted } = setUp();
  const code = Array.from({ length: 50 }, (_, line) => `line ${line}`).join('\n');
  colouring.show(code);
  pass(1000);
  expect(timesHighlighted()).toBe(1);
  expect(made.map(({ lines }) => lines.length)).toEqual([13, 25, 37, 49, 50]);
  for (const { text, lines } of made) {
    expect(code.startsWith(text)).toBe(true);
    expect(lines.map((line) => line.map((token) => token.text).join('')).join('\n')).toBe(text);
  }
  // Of code that goes on the lines that stand there are not taken away.
  colouring.show(`${code}\nmore\n`);
  pass(1000);
  expect(made.slice(5).map(({ lines }) => lines.length)).toEqual([52]);
});

test('of code that lost its end or was changed, the lines before that keep their colours', () => {
  const lines = ['ab', 'cd', ''].map((text) => [{ text, kind: 'k' }]);
  const coloured = { text: 'ab\ncd\n', lines };
  expect(colouredBeginning(coloured, 'ab\ncd\nef')).toBe(coloured);
  expect(colouredBeginning(coloured, 'ab\ncd')).toEqual({ text: 'ab\n', lines: [lines[0], []] });
  expect(colouredBeginning(coloured, 'ab\ncx\n')).toEqual({ text: 'ab\n', lines: [lines[0], []] });
  expect(colouredBeginning(coloured, 'x\ncd\n')).toBeUndefined();
});
