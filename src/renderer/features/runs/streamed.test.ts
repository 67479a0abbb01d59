import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import type { StreamMessage } from '../../../contract/runs.ts';
import { followStream, type Streamed } from './streamed.ts';

const part = (number: number, data: Json, attempt = 1): StreamMessage => ({
  type: 'partial',
  taskId: 't',
  attempt,
  number,
  data,
});
const follow = (...messages: StreamMessage[]) =>
  messages.reduce<Streamed | undefined>((known, message) => followStream(known, message), undefined);

test('text grows piece by piece, of anything else the last piece counts [RT-30]', () => {
  expect(follow(part(1, 'Hello '), part(2, 'world'))).toMatchObject({ text: 'Hello world', isWhole: true });
  expect(follow(part(1, { rows: 1 }), part(2, { rows: 2 }))).toMatchObject({ piece: { rows: 2 }, isWhole: true });
  expect(follow(part(1, 'x'.repeat(5000)), part(2, 'end'))?.text).toMatch(/^x{3997}end$/);
});

test('a gap, or coming late, shows by the numbers, and the end counts as one', () => {
  expect(follow(part(1, 'a'), part(3, 'c'))?.isWhole).toBe(false);
  expect(follow(part(7, 'late'))?.isWhole).toBe(false);
  expect(follow(part(1, 'a'), { ...part(3, null), type: 'end' })?.isWhole).toBe(false);
  expect(follow(part(1, 'a'), { ...part(2, null), type: 'end' })).toMatchObject({ text: 'a', isWhole: true });
});

test('another attempt begins anew', () => {
  expect(follow(part(1, 'first'), part(1, 'second', 2))).toMatchObject({ text: 'second', isWhole: true });
});
