import { expect, test } from 'vitest';
import type { Plan } from '../../../contract/plan.ts';
import type { Catalogue } from '../catalogue.ts';
import { createPlanCheck } from './checked-plans.ts';
import { arithmeticCatalogue } from '../fixtures/arithmetic.ts';
import { readPlan } from './plan-shape.ts';

const places = { baseFolder: '/base', homeFolder: '/home/ada' };

function save(more: Partial<Plan> = {}): Plan {
  const input = { path: 'out.txt', value: 1 };
  return { version: 1, title: 'Save', tasks: [{ id: 'save', action: 'disk.save', input }], ...more };
}

/** A catalogue in which an action can be replaced, as when a worker is loaded anew. */
function changing() {
  const catalogue = arithmeticCatalogue();
  const replaced = new Map<string, object>();
  const action: Catalogue['action'] = (ref) => {
    const entry = catalogue.action(ref);
    return entry && { ...entry, ...replaced.get(ref) };
  };
  const entries = new Map<string, ReturnType<Catalogue['action']>>();
  return {
    catalogue: {
      ...catalogue,
      action: (ref: string) => {
        if (!entries.has(ref)) entries.set(ref, action(ref));
        return entries.get(ref);
      },
    },
    replace(ref: string, change: object): void {
      replaced.set(ref, change);
      entries.delete(ref);
    },
  };
}

test('the same plan is checked once, however often it is run; from another folder it is another', async () => {
  const check = createPlanCheck(arithmeticCatalogueOnce());
  const first = await check(readPlan(save()), places);
  const second = await check(readPlan(save()), places);
  expect(first.issues).toEqual([]);
  expect(second.plan).toBe(first.plan);
  const elsewhere = await check(readPlan(save()), { ...places, baseFolder: '/other' });
  expect(elsewhere.plan?.tasks[0]?.input?.['path']).toBe('/other/out.txt');
  expect(first.plan?.tasks[0]?.input?.['path']).toBe('/base/out.txt');
});

test.each([
  ['a task', save()],
  [
    'what takes a task back',
    save({ tasks: [{ ...sum('a'), undo: { action: 'disk.save', input: { path: 'x', value: 1 } } }] }),
  ],
  [
    'what is done when the budget is used up',
    save({ tasks: [sum('a')], budget: { calls: 1, onExceeded: { fallback: save().tasks } } }),
  ],
])('a plan is checked again when an action of %s is another one', async (_where, plan) => {
  const { catalogue, replace } = changing();
  const check = createPlanCheck(catalogue);
  const before = await check(readPlan(plan), places);
  expect(before.issues).toEqual([]);
  expect((await check(readPlan(plan), places)).plan).toBe(before.plan);
  replace('disk.save', { validateInput: () => [{ path: 'value', message: 'is wrong now' }] });
  const after = await check(readPlan(plan), places);
  expect(after.issues.map(({ message }) => message)).toContain('is wrong now');
});

test('what is wrong with a plan is said each time', async () => {
  const check = createPlanCheck(arithmeticCatalogueOnce());
  const broken = save({ tasks: [{ id: 'a', action: 'sum.add', input: { a: 'one' } }] });
  for (let round = 0; round < 2; round += 1) {
    expect((await check(readPlan(broken), places)).issues).toMatchObject([{ path: 'tasks.0.input.a' }]);
  }
  const unread = await check(readPlan({ version: 1, title: 'x', tasks: [{}] }), places);
  expect(unread.issues.length).toBeGreaterThan(0);
});

function sum(id: string): Plan['tasks'][number] {
  return { id, action: 'sum.add', input: { a: 1 } };
}

function arithmeticCatalogueOnce(): Catalogue {
  return changing().catalogue;
}
