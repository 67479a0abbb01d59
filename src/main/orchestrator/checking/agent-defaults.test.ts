import { expect, test } from 'vitest';
import { usualAgents } from '../../../contract/agents.ts';
import type { Plan } from '../../../contract/plan.ts';
import { withAgentDefaults } from './agent-defaults.ts';

const plan: Plan = {
  version: 1,
  title: 'Look into it',
  tasks: [
    { id: 'free', agent: { goal: 'Find the fault', check: { action: 'tests.run', input: {} } } },
    { id: 'own', agent: { goal: 'Mend it', mostSteps: 3, model: 'fast' }, budget: { wallMs: 1000 } },
    { id: 'group', tasks: [{ id: 'inner', agent: { goal: 'Tell it' } }] },
    { id: 'plain', action: 'clock.now', input: {} },
  ],
};

test('what the settings say of agents goes into a plan where the plan says nothing [UI-11]', async () => {
  const [free, own, group, plain] = (
    await withAgentDefaults(plan, { model: 'smart', steps: 40, repairs: 5, minutes: 10 })
  ).tasks;
  expect(free).toMatchObject({
    agent: { mostSteps: 40, model: 'smart', check: { mostRepairs: 5 } },
    budget: { wallMs: 600_000 },
  });
  expect(own).toMatchObject({ agent: { mostSteps: 3, model: 'fast' }, budget: { wallMs: 1000 } });
  expect(group).toMatchObject({ tasks: [{ agent: { mostSteps: 40 }, budget: { wallMs: 600_000 } }] });
  expect(plain).toEqual(plan.tasks[3]);
});

test('with the usual settings a plan stays as it is', async () => {
  expect(await withAgentDefaults(plan, usualAgents)).toBe(plan);
});
