import { expect, test } from 'vitest';
import type { TimelineTask } from '../../../contract/timeline.ts';
import { drawnUntil } from './draw-bars.ts';
import { isWhole, panned, spanText, ticksOf, within, zoomed } from './axis.ts';
import { barAt, barsOf, stepAt } from './bars.ts';
import { countsAt, totals } from './use-activity.ts';
import { playRate } from './use-playhead.ts';
import { growingEnd } from './use-view.ts';

const whole = { from: 0, to: 10_000 };

test('zooming keeps what lies under the pointer where it is', () => {
  const closer = zoomed(whole, 0.5, 2500, whole);
  expect(closer).toEqual({ from: 1250, to: 6250 });
  expect((2500 - closer.from) / (closer.to - closer.from)).toBeCloseTo(0.25);
  expect(zoomed(closer, 2, 2500, whole)).toEqual(whole);
});

test('nothing is shown beyond the run, and nothing finer than it was measured', () => {
  expect(zoomed(whole, 40, 5000, whole)).toEqual(whole);
  expect(isWhole(zoomed(whole, 40, 5000, whole), whole)).toBe(true);
  const finest = zoomed({ from: 100, to: 105 }, 0.01, 102, whole);
  expect(finest.to - finest.from).toBe(4);
  expect(panned({ from: 8000, to: 9000 }, 5000, whole)).toEqual({ from: 9000, to: 10_000 });
  expect(within({ from: -300, to: 700 }, whole)).toEqual({ from: 0, to: 1000 });
});

test('marks stand at round times, with room between them', () => {
  expect(ticksOf(whole, 500).ticks.map(({ label }) => label)).toEqual(['0', '2 s', '4 s', '6 s', '8 s', '10 s']);
  expect(ticksOf({ from: 90, to: 130 }, 400).ticks.map(({ label }) => label)).toEqual([
    '90 ms',
    '100 ms',
    '110 ms',
    '120 ms',
    '130 ms',
  ]);
  expect(ticksOf({ from: 3_599_000, to: 3_601_000 }, 200).ticks.map(({ label }) => label)).toEqual([
    '59:59',
    '1:00:00',
    '1:00:01',
  ]);
  for (const length of [7, 130, 9999, 86_400_000, 40 * 86_400_000]) {
    const { ticks, step } = ticksOf({ from: 0, to: length }, 800);
    expect(ticks.length).toBeLessThan(12);
    expect((step / length) * 800).toBeGreaterThanOrEqual(88 - 1e-6);
  }
});

test('lengths are told in a few digits', () => {
  expect([0, 999, 1234, 12_345, 65_000, 7_260_000, 200_000_000].map(spanText)).toEqual([
    ...['0 ms', '999 ms', '1.23 s', '12.3 s', '1 min 5 s', '2 h 1 min', '2 d 7 h'],
  ]);
});

const retried: TimelineTask = {
  path: 'a',
  status: 'completed',
  attempt: 2,
  startedAt: 400,
  endedAt: 500,
  phases: [
    { kind: 'queued', from: 0, to: 100, attempt: 1, for: 'turn', name: 'cpu' },
    { kind: 'attempt', from: 100, to: 200, attempt: 1, text: 'broken' },
    { kind: 'retrying', from: 200, to: 400, attempt: 1 },
  ],
};

test('a task is drawn as it was: in line, failed, waiting, done; and at an earlier time, up to there', () => {
  const drawn = (now: number) => barsOf(retried, now).map(({ kind, from, to, isOpen }) => [kind, from, to, isOpen]);
  expect(drawn(1000)).toEqual([
    ['completed', 400, 500, false],
    ['queued', 0, 100, false],
    ['attempt', 100, 200, false],
    ['retrying', 200, 400, false],
  ]);
  expect(drawn(150)).toEqual([
    ['queued', 0, 100, false],
    ['attempt', 100, 150, true],
  ]);
  expect(drawn(450)[0]).toEqual(['running', 400, 450, true]);
  expect([50, 150, 300, 450, 600].map((at) => stepAt(retried, at))).toEqual([
    ...['waiting', 'running', 'waiting', 'running', 'completed'],
  ]);
});

test('what waits for a person is told by its waiting, not by a bar of its own', () => {
  const asking: TimelineTask = {
    ...{ path: 'a', status: 'blocked', attempt: 1, startedAt: 10 },
    phases: [
      { kind: 'attempt', from: 10, to: 20, attempt: 1 },
      { kind: 'answering', from: 20, attempt: 1, text: 'Tea?' },
    ],
  };
  expect(barsOf(asking, 90).map(({ kind, to, isOpen }) => [kind, to, isOpen])).toEqual([
    ['attempt', 20, false],
    ['answering', 90, true],
  ]);
  expect(stepAt(asking, 50)).toBe('blocked');
  expect(stepAt(undefined, 50)).toBe('waiting');
  expect(stepAt({ ...asking, status: 'waiting', phases: [{ kind: 'asking', from: 5, attempt: 1 }] }, undefined)).toBe(
    'asking',
  );
});

test('the bar drawn last lies under the pointer first; thin ones are hit from a little beside them', () => {
  const bars = barsOf(retried, 1000);
  expect(barAt(bars, 150, 0)?.kind).toBe('attempt');
  expect(barAt(bars, 502, 3)?.kind).toBe('completed');
  expect(barAt(bars, 600, 3)).toBeUndefined();
});

test('how busy a run was is summed over what nothing is inside of', () => {
  const of = (place: string, begun: number[]) => ({ place, begun, ended: begun, failed: begun.map(() => 0) });
  const places = [of('list', [1, 0]), of('list/*', [2, 2]), of('list/copy', [3, 4]), of('other', [0, 5])];
  expect(totals(places).begun).toEqual([3, 9]);
  expect(countsAt(of('other', [1, 2]), 0)).toEqual({ begun: 1, ended: 1, failed: 0 });
  expect(countsAt(of('other', [1, 2]), 1)).toEqual({ begun: 3, ended: 3, failed: 0 });
});

test('long runs are played fast and short ones slowly, so that one can follow', () => {
  expect(playRate(3_000_000, 1)).toBe(100);
  expect(playRate(400, 1)).toBe(0.1);
  expect(playRate(10_000, 2)).toBe(2);
});

test('the axis of a run that goes on stands still for a while, with room after the end at all times', () => {
  const ends = Array.from({ length: 400 }, (_, tick) => growingEnd(10_000 + tick * 25));
  expect(new Set(ends).size).toBeLessThan(30);
  for (const [tick, end] of ends.entries()) {
    const share = end / (10_000 + tick * 25);
    expect(share).toBeGreaterThanOrEqual(1.05);
    expect(share).toBeLessThan(1.09);
  }
  expect(growingEnd(0)).toBeGreaterThanOrEqual(10);
});

const step = { path: 'a', status: 'completed' as const, attempt: 1, startedAt: 1000, endedAt: 2000, phases: [] };

test('bars that look alike at two moments are drawn at one', () => {
  const { startedAt, endedAt, ...untimed } = step;
  expect(drawnUntil(step, 2001)).toBe(drawnUntil(step, 90_000));
  expect(drawnUntil(step, 10)).toBe(drawnUntil(step, 999));
  expect(drawnUntil(step, 1500)).toBe(1500);
  expect(barsOf(step, drawnUntil(step, 90_000))).toEqual(barsOf(step, 90_000));
  expect(barsOf(step, drawnUntil(step, 10))).toEqual([]);
  const running = { ...untimed, startedAt, status: 'running' as const };
  expect(drawnUntil(running, 1700)).toBe(1700);
  const queued = {
    ...untimed,
    status: 'waiting' as const,
    phases: [{ kind: 'queued' as const, attempt: 1, from: 500 }],
  };
  expect(drawnUntil(queued, 700)).toBe(700);
  expect(
    drawnUntil({ ...queued, phases: [{ kind: 'queued', attempt: 1, from: 500, to: endedAt }], endedAt }, 5000),
  ).toBe(2001);
});
