import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ModelMessage } from '../model-client.ts';
import { countMessages, countText } from './count-tokens.ts';
import { fitWindow, prunedText, pruneMessages, roomIn } from './fit-window.ts';
import { trimText } from './trim-text.ts';

const runs = Number(process.env['HERON_PROPERTY_RUNS'] ?? 300);

const text = fc.oneof(
  fc.string({ maxLength: 400, unit: 'grapheme' }),
  fc
    .integer({ min: 1, max: 12_000 })
    .map((length) => 'lorem ipsum 42 {"a": [1, 2]} '.repeat(length / 29 + 1).slice(0, length)),
);

/** A user's message, or an answer with or without calls and their results. */
const unit: fc.Arbitrary<ModelMessage[]> = fc.oneof(
  fc
    .record({ content: text, pinned: fc.integer({ min: 0, max: 9 }) })
    .map(({ content, pinned }): ModelMessage[] => [
      { role: 'user', content, ...(pinned === 0 ? { isPinned: true } : {}) },
    ]),
  fc.record({ text, outputs: fc.array(text, { maxLength: 3 }), input: text }).map(({ text: said, outputs, input }) => {
    const calls = outputs.map((_, index) => ({ id: `c${index}`, name: 'files__read', input: { path: input } }));
    const results = outputs.map((output, index): ModelMessage => ({
      role: 'tool',
      callId: `c${index}`,
      name: 'files__read',
      output,
    }));
    const answer: ModelMessage = { role: 'assistant', text: said, ...(calls.length > 0 ? { calls } : {}) };
    return [answer, ...results];
  }),
);

const history = fc.array(unit, { minLength: 1, maxLength: 25 }).map((units) => ({ units, messages: units.flat() }));
const room = fc.integer({ min: 900, max: 40_000 });

/** Every result stands after the answer that called it, and every call has its result. */
function isWhole(messages: readonly ModelMessage[]): boolean {
  return messages.every((message, index) => {
    if (message.role === 'assistant') {
      const after = messages.slice(index + 1, index + 1 + (message.calls?.length ?? 0));
      return (message.calls ?? []).every(({ id }, at) => {
        const result = after[at];
        return result?.role === 'tool' && result.callId === id;
      });
    }
    if (message.role !== 'tool') return true;
    const answer = messages.slice(0, index).findLast(({ role }) => role !== 'tool');
    return answer?.role === 'assistant' && (answer.calls ?? []).some(({ id }) => id === message.callId);
  });
}

/** As much of a text as trimming leaves. */
const begins = (shown: string, whole: string): boolean =>
  whole.startsWith(shown.slice(0, Math.min(20, shown.indexOf('\n… '))));

describe('messages that are made to fit [ME-01]', () => {
  test('never come to more than there is room for, whatever there was', () => {
    fc.assert(
      fc.property(history, room, ({ messages }, tokens) => {
        const fitted = fitWindow(messages, tokens);
        expect(fitted.tokens).toBe(countMessages(fitted.messages));
        const smallest = countMessages(messages.filter((one, index) => one.isPinned || index === messages.length - 1));
        // Calls and frames cannot be shortened, so that a great many of them at once are the only thing that may not fit.
        if (smallest < tokens / 2) expect(fitted.isWithin).toBe(true);
        expect(fitted.isWithin).toBe(fitted.tokens <= tokens);
      }),
      { numRuns: runs },
    );
  });

  test('hold no call without its result, no result without its call', () => {
    fc.assert(
      fc.property(history, room, ({ messages }, tokens) => {
        expect(isWhole(fitWindow(messages, tokens).messages)).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  test('hold the newest and all that is pinned, in their order', () => {
    fc.assert(
      fc.property(history, room, ({ units, messages }, tokens) => {
        const fitted = fitWindow(messages, tokens).messages;
        const newest = units.at(-1)?.[0];
        const shown = fitted.at(-(units.at(-1)?.length ?? 1));
        expect(shown?.role).toBe(newest?.role);
        const pinned = messages.filter(({ isPinned }) => isPinned);
        const found = fitted.filter(({ isPinned }) => isPinned);
        expect(found).toHaveLength(pinned.length);
        for (const [index, one] of pinned.entries()) {
          const same = found[index];
          if (one.role !== 'user' || same?.role !== 'user') throw new Error('only what the person said is pinned here');
          const [kept, whole] = [same.content, one.content].map((content) =>
            typeof content === 'string' ? content : '',
          );
          if (kept === undefined || whole === undefined) continue;
          expect(kept === whole || begins(kept, whole)).toBe(true);
        }
      }),
      { numRuns: runs },
    );
  });

  test('that fit by themselves are left as they are', () => {
    const messages: ModelMessage[] = [
      { role: 'user', content: 'hello' },
      { role: 'assistant', text: 'Hello!' },
    ];
    expect(fitWindow(messages, 1000)).toEqual({ messages, tokens: countMessages(messages), isWithin: true, left: 0 });
  });

  test('say where something is missing', () => {
    const messages = Array.from({ length: 40 }, (_, index): ModelMessage => ({
      role: 'user',
      content: `${index} ${'word '.repeat(200)}`,
    }));
    const fitted = fitWindow(messages, 2000);
    expect(fitted.left).toBeGreaterThan(30);
    expect(fitted.messages[0]).toEqual({
      role: 'user',
      content: `[${fitted.left} earlier messages are left out here]`,
    });
  });
});

describe('outputs [ME-02]', () => {
  const turn = (index: number, output: string): ModelMessage[] => [
    { role: 'assistant', text: `step ${index}`, calls: [{ id: `c${index}`, name: 'read', input: {} }] },
    { role: 'tool', callId: `c${index}`, name: 'read', output },
  ];

  test('are shown by their head and tail when they are long', () => {
    const [, result] = pruneMessages(turn(1, `begin ${'x '.repeat(40_000)} end`), 100_000);
    if (result?.role !== 'tool') throw new Error('no result');
    expect(result.output).toMatch(/^begin [\s\S]*… \d+ characters left out …[\s\S]* end$/);
    expect(countText(result.output)).toBeLessThanOrEqual(8000);
  });

  test('are left out when they are stale, but for the last three turns, and what is kept is not touched', () => {
    const messages = Array.from({ length: 6 }, (_, index) =>
      turn(index, `result ${index} ${'word '.repeat(500)}`),
    ).flat();
    const before = structuredClone(messages);
    const outputs = pruneMessages(messages, 4000).flatMap((one) =>
      one.role === 'tool' ? [one.output.slice(0, 8)] : [],
    );
    expect(outputs).toEqual([
      ...Array.from({ length: 3 }, () => prunedText.slice(0, 8)),
      'result 3',
      'result 4',
      'result 5',
    ]);
    expect(messages).toEqual(before);
  });

  test('stay while there is room', () => {
    const messages = Array.from({ length: 6 }, (_, index) => turn(index, 'short')).flat();
    expect(pruneMessages(messages, 40_000)).toEqual(messages);
  });
});

test('a text that is cut says how much is missing, and never in the middle of a character', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000, unit: 'grapheme' }), fc.integer({ min: 20, max: 500 }), (whole, most) => {
      const trimmed = trimText(whole, most);
      expect(countText(trimmed)).toBeLessThanOrEqual(
        Math.max(most, countText(`\n… ${whole.length} characters left out …\n`)),
      );
      expect(trimmed.isWellFormed()).toBe(whole.isWellFormed());
    }),
    { numRuns: runs },
  );
});

test('the reserve is 20,000 tokens, or a quarter of a small window', () => {
  expect(roomIn(200_000)).toBe(180_000);
  expect(roomIn(8192)).toBe(6144);
});
