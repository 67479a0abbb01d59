import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLanes, mostPassedOver, priorities, type Priority } from './lanes.ts';

type Item = { id: number; priority: Priority };
type Step = { kind: 'add'; priority: Priority } | { kind: 'take' } | { kind: 'leave'; which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), priority: fc.constantFrom(...priorities) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat() }) },
);

/** The rules in the words of a person who keeps one list and looks through all of it each time. */
function createReference() {
  let list: Item[] = [];
  const waited = { urgent: 0, normal: 0, background: 0 };
  const has = (priority: Priority): boolean => list.some((item) => item.priority === priority);
  return {
    add: (item: Item) => list.push(item),
    leave: (item: Item) => (list = list.filter((each) => each !== item)),
    take(): Item | undefined {
      const isDue = (priority: Priority): boolean => has(priority) && waited[priority] >= mostPassedOver[priority];
      const turn = isDue('background') ? 'background' : isDue('normal') ? 'normal' : priorities.find(has);
      for (const each of priorities) waited[each] = each === turn || !has(each) ? 0 : waited[each] + 1;
      const served = list.find(({ priority }) => priority === turn);
      list = list.filter((each) => each !== served);
      return served;
    },
  };
}

test('whatever comes and goes, the turns are those of the rules [SQ-13]', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const lanes = createLanes<Item>();
      const reference = createReference();
      const inside: { item: Item; leave: () => void }[] = [];
      for (const [id, each] of steps.entries()) {
        if (each.kind === 'add') {
          const item = { id, priority: each.priority };
          inside.push({ item, leave: lanes.add(item.priority, item) });
          reference.add(item);
        } else if (each.kind === 'take') {
          const taken = lanes.take();
          expect(taken).toBe(reference.take());
          if (taken)
            inside.splice(
              inside.findIndex(({ item }) => item === taken),
              1,
            );
        } else if (inside.length > 0) {
          const [gone] = inside.splice(each.which % inside.length, 1);
          gone?.leave();
          if (gone) reference.leave(gone.item);
        }
        expect(lanes.size()).toBe(inside.length);
      }
    }),
  );
});

test('none starves: under a flood of urgent work each line is served after a number of turns that is known before [SQ-13]', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('normal', 'background'), { minLength: 1, maxLength: 40 }), (early) => {
      const lanes = createLanes<string>();
      early.forEach((priority, index) => lanes.add(priority, `${priority} ${index}`));
      let left = early.length;
      const most = early.length * (mostPassedOver.background + 2);
      for (let turn = 0; turn < most && left > 0; turn += 1) {
        lanes.add('urgent', 'urgent');
        if (lanes.take() !== 'urgent') left -= 1;
      }
      expect(left).toBe(0);
    }),
  );
});

test('an urgent item overtakes all that wait, and those of a kind keep their order [SQ-13]', () => {
  const lanes = createLanes<string>();
  lanes.add('background', 'b1');
  for (const name of ['n1', 'n2', 'n3']) lanes.add('normal', name);
  lanes.add('urgent', 'u1');
  expect(Array.from({ length: 6 }, lanes.take)).toEqual(['u1', 'n1', 'n2', 'n3', 'b1', undefined]);
});
