import { expect, test } from 'vitest';
import { createEventBuffer } from './event-buffer.ts';
import { testEvent } from './fake-engine.ts';

function setUp() {
  const planned: { flush: () => void; delayMs: number }[] = [];
  let time = 0;
  const buffer = createEventBuffer(
    (flush, delayMs) => planned.push({ flush, delayMs }),
    () => time,
  );
  const batches: number[] = [];
  buffer.subscribe((events) => batches.push(events.length));
  const add = (count: number): void => {
    for (let one = 0; one < count; one += 1) buffer.add(testEvent('run.started', {}));
  };
  return { planned, batches, add, buffer, passTime: (ms: number) => (time += ms) };
}

test('events that come between two drawings are handed on together', () => {
  const { planned, batches, add } = setUp();
  add(3);
  expect(batches).toEqual([]);
  expect(planned).toHaveLength(1);
  planned[0]?.flush();
  expect(batches).toEqual([3]);
});

test('a single event is not kept waiting, a flood is drawn a few times a second', () => {
  const { planned, add, passTime } = setUp();
  add(1);
  planned[0]?.flush();
  passTime(16);
  add(500);
  expect(planned[1]?.delayMs).toBe(0);
  planned[1]?.flush();
  add(1);
  expect(planned[2]?.delayMs).toBe(250);
});

test('who has left hears nothing more', () => {
  const { planned, add, buffer } = setUp();
  const heard: number[] = [];
  const leave = buffer.subscribe((events) => heard.push(events.length));
  leave();
  add(1);
  planned[0]?.flush();
  expect(heard).toEqual([]);
});
