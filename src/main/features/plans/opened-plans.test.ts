import { expect, test } from 'vitest';
import { createIds } from '../../base/ids.ts';
import { createOpenedPlans } from './opened-plans.ts';

const checked: unknown[] = [];
const plans = {
  validate: async (plan: unknown, options?: { baseFolder?: string | undefined }) => {
    checked.push([plan, options]);
    return { issues: [{ path: 'tasks', message: 'expected a list' }], warnings: [], preview: [] };
  },
};

test('a plan that was laid out is checked whenever it is looked at, against its own folder', async () => {
  const opened = createOpenedPlans({ plans, makeId: createIds() });
  const { id } = opened.open({ name: 'letters.heron', plan: { tasks: 1 }, baseFolder: '/home/ada' });
  expect(checked).toEqual([]);
  expect(await opened.get(id)).toEqual({
    ...{ id, name: 'letters.heron', plan: { tasks: 1 }, baseFolder: '/home/ada' },
    ...{ issues: [{ path: 'tasks', message: 'expected a list' }], warnings: [], preview: [] },
  });
  expect(checked).toEqual([[{ tasks: 1 }, { baseFolder: '/home/ada' }]]);
});

test('the last twenty are remembered', async () => {
  const opened = createOpenedPlans({ plans, makeId: createIds() });
  const ids = Array.from({ length: 21 }, (_, n) => opened.open({ name: `${n}.heron`, plan: {} }).id);
  await expect(opened.get(ids[0]!)).rejects.toThrow('This plan file is not open any more; open it again');
  expect((await opened.get(ids[1]!)).name).toBe('1.heron');
});

test('one that can run is told of when it is looked at, any other is not', async () => {
  const shown: unknown[] = [];
  const sound = { validate: async () => ({ issues: [], warnings: [], preview: [] }) };
  for (const validating of [plans, sound]) {
    const opened = createOpenedPlans({ plans: validating, makeId: createIds(), onShown: (plan) => shown.push(plan) });
    const { id } = opened.open({ name: 'a.heron', plan: { title: 'A' } });
    expect(shown).toEqual([]);
    await opened.get(id);
  }
  expect(shown).toEqual([{ title: 'A' }]);
});
