import { describe, expect, test } from 'vitest';
import type { AgentOutput } from '../../../contract/agents.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import type { ExecutionParts } from '../execution.ts';
import { agentScript, call, calls, words } from '../fixtures/agent-script.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { execute, type openLog, soFar } from '../fixtures/execute.ts';
import { live, replay } from '../fixtures/replay.ts';

const agent = (more: Partial<Task> = {}, own: Partial<NonNullable<Task['agent']>> = {}): Task => ({
  id: 'work',
  agent: { goal: 'Add what is there', ...own },
  ...more,
});

const outputOf = (log: ReturnType<typeof openLog>): AgentOutput => soFar(log)?.tasks['work']?.output as AgentOutput;

describe('a check of what was done', () => {
  const save = (value: number) => calls(call('disk.save', { path: '/a', value, copy: '/c', log: '/l' }));
  const checked = (mostRepairs?: number): Task =>
    agent(
      {},
      { check: { action: 'sum.add', input: { a: 1, b: 1 }, ...(mostRepairs === undefined ? {} : { mostRepairs }) } },
    );
  /** The check fails until so many values were saved. */
  const world = (needed: number): ExecutionParts['callWorker'] => {
    let saved = 0;
    return async (attempt) => {
      if (attempt.entry.ref === 'disk.save') saved += 1;
      else if (saved < needed) throw new HeronError('worker-failed', `2 tests fail of ${needed}`);
      return doArithmetic(attempt);
    };
  };
  const mending = agentScript(({ steps }) => (steps.length % 3 === 0 ? save(steps.length) : words('It is mended.')));

  test('that fails is put before the model, which mends it a few times [OR-15, OR-16]', async () => {
    const askAgent = agentScript(({ steps }) => {
      const last = steps.at(-1)?.answered;
      return last === undefined || last.model === 'heron' ? save(steps.length) : words('It is mended.');
    });
    const { log } = await execute([checked()], { askAgent, callWorker: world(2) });
    expect(outputOf(log)).toMatchObject({ ended: 'answer', text: 'It is mended.', steps: 6 });
    expect(askAgent.asked[2]?.steps[2]?.results[0]?.shown).toContain('2 tests fail of 2');
    expect((await replay(await live([checked()], { askAgent, callWorker: world(2) }))).difference).toBeUndefined();
  });

  test('that still fails after the last repair is said, and never taken for done [OR-15, X-06]', async () => {
    const { log } = await execute([checked(1)], { askAgent: mending, callWorker: world(9) });
    expect(outputOf(log)).toMatchObject({ ended: 'check', steps: 6 });
    expect(outputOf(log).claims.at(-1)).toMatchObject({
      isVerified: false,
      reason: 'its check sum.add still fails: 2 tests fail of 9',
    });
  });

  test('that fails leaves a doubt whatever ends the agent, and it is said what did [OR-15, X-06]', async () => {
    const ends: [ended: string, why: string, more: Partial<Task>, mostSteps?: number][] = [
      ['steps', 'its 3 steps are used up', {}, 3],
      // Used up by its third question, whose answer is on record then.
      ['budget', 'its budget is used up', { budget: { tokens: 25 } }],
    ];
    for (const [ended, why, more, mostSteps] of ends) {
      const check = { action: 'sum.add', input: { a: 1, b: 1 }, mostRepairs: 9 };
      const task = agent(more, { check, ...(mostSteps === undefined ? {} : { mostSteps }) });
      const askAgent = agentScript(({ steps }) => (steps.length === 0 ? save(1) : words('It is mended.')));
      const { log } = await execute([task], { askAgent, callWorker: world(9) });
      const { text, ...output } = outputOf(log);
      const reason = 'its check sum.add still fails: 2 tests fail of 9';
      expect(output).toMatchObject({ ended, claims: [{ text: 'It is mended.' }, { isVerified: false, reason }] });
      expect(text).toMatch(new RegExp(`^It is mended\\.\n\nI stopped before this was done: ${why}`));
      expect(soFar(log)?.tasks['work']?.says).toContain(`“It is done” (${reason})`);
    }
  });

  test('that fails leaves one too when nothing was done about it [OR-15, X-06]', async () => {
    const askAgent = agentScript(({ steps }) => (steps.length === 0 ? save(1) : words('It is mended.')));
    const { log } = await execute([checked()], { askAgent, callWorker: world(9) });
    expect(outputOf(log)).toMatchObject({
      ...{ ended: 'answer', text: 'It is mended.', steps: 4 },
      claims: [{ isVerified: false }, { text: 'It is done', isVerified: false }],
    });
  });

  test('is not run when nothing was changed', async () => {
    const { log } = await execute([checked()], {
      askAgent: agentScript([words('Nothing to do.')]),
      callWorker: world(9),
    });
    expect(outputOf(log)).toMatchObject({ ended: 'answer', steps: 1 });
  });
});
