import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createArithmeticEngine, type ArithmeticEngine } from '../../../../tests/contract/arithmetic-engine.ts';
import { recordingTerminal, type RecordingTerminal } from '../recording-terminal.ts';
import { checkPlan, diffPlans, drawPlanOf } from './plans.ts';

let engine: ArithmeticEngine;
let terminal: RecordingTerminal;
let parts: { terminal: RecordingTerminal; openEngine: ArithmeticEngine['openEngine'] };

beforeEach(() => {
  engine = createArithmeticEngine();
  terminal = recordingTerminal({});
  parts = { terminal, openEngine: engine.openEngine };
});
afterEach(() => engine.close());

const add = (id: string, a: unknown, more: object = {}): object => ({ id, action: 'sum.add', input: { a }, ...more });

function file(name: string, ...tasks: object[]): string {
  const path = join(engine.folder, name);
  writeFileSync(path, JSON.stringify({ version: 1, title: 'Sums', tasks }));
  return path;
}

test('a plan in a file is drawn as Mermaid [OR-04]', async () => {
  const path = file('plan.json', add('one', 1), add('two', '{{ tasks.one.output.value }}'));
  expect(await drawPlanOf(parts, path)).toBe(0);
  expect(terminal.outLines.join('\n')).toBe(
    'flowchart TD\n  t_one["one<br/>sum.add"]\n  t_two["two<br/>sum.add"]\n  t_one -. value .-> t_two',
  );
});

test('a run is drawn with the state of each task [OR-04]', async () => {
  const plan = { version: 1 as const, title: 'Sums', tasks: [{ id: 'one', action: 'sum.add', input: { a: 1 } }] };
  const { runId } = await engine.client.runs.start({ plan, allow: 'plan', unattended: true });
  await expect.poll(async () => (await engine.client.runs.get({ runId })).endedAt).toBeDefined();
  await drawPlanOf(parts, runId);
  expect(terminal.outLines.join('\n')).toContain('  class t_one completed');
});

test('what is inside tasks of a run is drawn with its state: in a group, a case and what makes a failure good [OR-04]', async () => {
  const tasks = [
    {
      id: 'g',
      tasks: [
        { id: 'one', value: 1 },
        { id: 'two', when: 'tasks.one.output = 2', value: 2 },
      ],
    },
    {
      id: 's',
      switch: {
        on: '{{ 1 }}',
        cases: [
          { is: 2, tasks: [{ id: 'x', value: 1 }] },
          { is: 1, tasks: [{ id: 'x', value: 1 }] },
        ],
      },
    },
    { id: 'f', value: '{{ $error("no") }}', onError: { recover: [{ id: 'y', value: 1 }] } },
    { id: 'l', forEach: { in: [1, 2] }, tasks: [{ id: 'z', value: 1 }] },
  ];
  const plan = { version: 1 as const, title: 'Inside', tasks };
  const { runId } = await engine.client.runs.start({ plan, allow: 'plan', unattended: true });
  await expect.poll(async () => (await engine.client.runs.get({ runId })).endedAt).toBeDefined();
  await drawPlanOf(parts, runId);
  const classes = terminal.outLines.join('\n').match(/class t_\S+ \w+/g);
  expect(classes).toEqual([
    ...['class t_g__one completed', 'class t_g__two skipped', 'class t_g completed'],
    ...['class t_s__t_s_1__x completed', 'class t_s completed', 'class t_f__t_f_0__y completed', 'class t_f completed'],
    'class t_l completed',
  ]);
});

test('what is no plan, or no file, is said with its place', async () => {
  const path = file('plan.json', { id: 'One', action: 'sum.add', input: {} });
  await expect(drawPlanOf(parts, path)).rejects.toThrow(/is no plan:\ntasks\.0\.id: expected lower-case/);
  await expect(drawPlanOf(parts, join(engine.folder, 'none.json'))).rejects.toThrow(/cannot be read/);
});

test('all issues of a plan are named at once', async () => {
  const path = file('plan.json', add('one', '{{ tasks.nobody.output.value }}'), {
    id: 'two',
    action: 'no.body',
    input: {},
  });
  expect(await checkPlan(parts, path, {})).toBe(2);
  expect(terminal.outLines).toEqual([
    'tasks.0.input.a: There is no task nobody',
    'tasks.1.action: There is no action no.body',
  ]);
  terminal.outLines.length = 0;
  expect(await checkPlan(parts, file('good.json', add('one', 1)), {})).toBe(0);
  expect(terminal.outLines).toEqual(['The plan can run.']);
});

test('a check as JSON has what is wrong, what is worth knowing and the declared cost', async () => {
  await checkPlan(parts, file('good.json', add('one', 1)), { json: true });
  expect(terminal.outLines).toEqual(['{"issues":[],"warnings":[]}']);
});

test('two plans are compared task by task [UI-04]', async () => {
  const before = file('before.json', add('one', 1), add('gone', 1));
  const after = file('after.json', add('one', 2, { after: ['new'] }), add('new', 1));
  expect(await diffPlans(parts, before, after, {})).toBe(1);
  expect(terminal.outLines).toEqual([
    '- gone  gone',
    '+ new  new',
    '~ one  one',
    '    input.a: 1 → 2',
    '    after: not there → ["new"]',
  ]);
  terminal.outLines.length = 0;
  expect(await diffPlans(parts, before, before, {})).toBe(0);
  expect(terminal.outLines).toEqual(['The plans are the same.']);
});
