import { expect, test } from 'vitest';
import type { Span } from '../../../contract/traces.ts';
import { shareOf, spanRows } from './spans.ts';

const span = (id: string, parentId?: string, more: Partial<Span> = {}): Span => ({
  ...{ id, traceId: 'a'.repeat(32), kind: 'task', name: id, startedAt: 0, outcome: 'ok', attributes: {}, moments: [] },
  ...(parentId === undefined ? {} : { parentId }),
  ...more,
});

test('spans stand below what they are inside of, in their order; one whose parent was cut off stands outside [OB-01]', () => {
  const spans = [span('a'), span('b', 'a'), span('c', 'a'), span('d', 'b'), span('e', 'gone'), span('f', 'b')];
  expect(spanRows(spans).map((row) => `${row.depth}${row.span.id}`)).toEqual(['0a', '1b', '2d', '2f', '1c', '0e']);
  expect(spanRows([])).toEqual([]);
});

test('a span has its share of the whole time; one that goes on reaches to its end', () => {
  expect(shareOf(span('a', undefined, { startedAt: 150, endedAt: 175 }), 100, 200)).toEqual({ start: 50, length: 25 });
  expect(shareOf(span('a', undefined, { startedAt: 150 }), 100, 200)).toEqual({ start: 50, length: 50 });
  expect(shareOf(span('a', undefined, { startedAt: 100, endedAt: 100 }), 100, 100)).toEqual({ start: 0, length: 0 });
});
