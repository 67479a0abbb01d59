import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFairQueue, turnsPerStep } from './fair-queue.ts';
import { priorityClaim, type Priority } from './priority.ts';

/** So often others may go first while one of the kind waits at the head of its line. */
const mostPassedOver = { normal: turnsPerStep, background: 4 * turnsPerStep };

test('none starves: under a flood of urgent work each line is served after a number of turns that is known before [SQ-13]', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('normal', 'background'), { minLength: 1, maxLength: 40 }), (early) => {
      const queue = createFairQueue<string>();
      early.forEach((priority, index) => queue.add(priorityClaim(priority), `${priority} ${index}`));
      const waited = { normal: 0, background: 0 };
      const left = { normal: 0, background: 0 };
      for (const priority of early) left[priority] += 1;
      while (left.normal + left.background > 0) {
        queue.add(priorityClaim('urgent'), 'urgent');
        const served = (queue.take() ?? '').split(' ')[0] as Priority;
        for (const priority of ['normal', 'background'] as const) {
          waited[priority] = priority === served || left[priority] === 0 ? 0 : waited[priority] + 1;
          // Both may be due in the same turn.
          expect(waited[priority]).toBeLessThanOrEqual(mostPassedOver[priority] + 1);
        }
        if (served !== 'urgent') left[served] -= 1;
      }
    }),
  );
});

test('an urgent item overtakes all that wait, and those of a kind keep their order [SQ-13]', () => {
  const queue = createFairQueue<string>();
  queue.add(priorityClaim('background'), 'b1');
  for (const name of ['n1', 'n2', 'n3']) queue.add(priorityClaim('normal'), name);
  queue.add(priorityClaim('urgent'), 'u1');
  expect(Array.from({ length: 6 }, queue.take)).toEqual(['u1', 'n1', 'n2', 'n3', 'b1', undefined]);
});
