import { expect, test } from 'vitest';
import type { Plan, TaskPreview } from '../../contract/plan.ts';
import { planText } from './plan-text.ts';

test('a plan shows the code it will run: who allows the plan allows that', () => {
  const plan = {
    version: 1,
    title: 'Code',
    tasks: [{ id: 'a', action: 'code.run', input: {} }],
  } as unknown as Plan;
  const need = { capability: 'code', target: 'python', detail: 'print(1)\nprint(2)', exact: true } as const;
  const preview = [{ taskId: 'a', title: 'Run code', needs: [need], risk: 'reversible' }] as unknown as TaskPreview[];
  expect(planText(plan, preview)).toEqual([
    'Plan: Code',
    '  1. Run code (code.run)',
    '     will run code in python, closed off from your files and the network',
    '',
    '    print(1)',
    '    print(2)',
    '',
  ]);
});
