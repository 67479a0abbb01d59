import { expect, test } from 'vitest';
import { type Coloured, createColouring } from './colouring.ts';

function setUp({ costMs = 1 } = {}) {
  let time = 0;
  let planned: { at: number; work: () => void } | undefined;
  const made: Coloured[] = [];
  const colouring = createColouring({
    highlight: (code) => {
      time += costMs;
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
  return { colouring, pass, texts: () => made.map(({ text }) => text), isPlanned: () => planned !== undefined };
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
  const { colouring, pass, texts } = setUp({ costMs: 20 });
  let code = '';
  for (let line = 0; line < 200; line += 1) {
    code += `line ${line}\n`;
    colouring.show(code);
    pass(10);
  }
  expect(texts().length).toBeLessThan(15);
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
