import { describe, expect, test } from 'vitest';
import type { AgentOutput } from '../../../contract/agents.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import { type ExecutionParts, RunStop } from '../execution.ts';
import { agentScript, call, calls, words } from '../fixtures/agent-script.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { add, execute, nextEngine, openLog, runId, soFar } from '../fixtures/execute.ts';
import { live, replay } from '../fixtures/replay.ts';

const agent = (more: Partial<Task> = {}, own: Partial<NonNullable<Task['agent']>> = {}): Task => ({
  id: 'work',
  agent: { goal: 'Add what is there', ...own },
  ...more,
});

const outputOf = (log: ReturnType<typeof openLog>): AgentOutput => soFar(log)?.tasks['work']?.output as AgentOutput;

describe('an agent', () => {
  test('does what the model calls, tells it the results and ends with its words [OR-12, RT-26]', async () => {
    const askAgent = agentScript([
      calls(call('sum.add', { a: 1, b: 2 }), call('sum.add', { a: 3, b: 4 }, 'sum_add_2')),
      words('They make 3 and 7.'),
    ]);
    const { ending, events, log } = await execute(
      [add('first', 1), agent({ after: ['first'] }, { goal: 'Add {{ tasks.first.output.value }}' })],
      { askAgent },
    );
    expect(ending).toEqual({ kind: 'completed' });
    expect(askAgent.asked.map(({ goal }) => goal)).toEqual(['Add 2', 'Add 2']);
    expect(askAgent.asked[1]?.steps[0]?.results.map(({ shown }) => shown)).toEqual([
      '{"ok":true,"result":{"value":3}}',
      '{"ok":true,"result":{"value":7}}',
    ]);
    expect(outputOf(log)).toEqual({ text: 'They make 3 and 7.', ended: 'answer', steps: 2, claims: [] });
    const order = events.map(({ type, scope }) => `${type} ${scope.taskId ?? ''}`);
    expect(order.indexOf('task.modelAnswered work/0')).toBeLessThan(order.indexOf('task.started work/0/sum_add'));
    expect(order).toContain('task.started work/0/sum_add_2');
    expect(log.items.state(runId, 'work/0/sum_add')).toMatchObject({ action: 'sum.add', status: 'completed' });
  });

  test('sees a failing tool as an error it can read, and goes on [RT-26]', async () => {
    const askAgent = agentScript([calls(call('sum.add', { a: 1 })), words('It does not work.')]);
    const callWorker = () => Promise.reject(new HeronError('not-found', 'There is no such number'));
    const { ending } = await execute([agent()], { askAgent, callWorker });
    expect(ending).toEqual({ kind: 'completed' });
    expect(askAgent.asked[1]?.steps[0]?.results[0]).toMatchObject({
      isOk: false,
      shown: '{"ok":false,"error":{"code":"not-found","message":"There is no such number"}}',
    });
  });

  test('a call that fails is failed, and what was called along with it stays done', async () => {
    const read = (number: number) => call('sum.add', { a: number }, `r${number}`);
    const askAgent = agentScript([calls(read(1), read(2), read(3)), words('Two of three.')]);
    const callWorker: ExecutionParts['callWorker'] = async (attempt) => {
      if (attempt.taskId.endsWith('r2')) throw new HeronError('not-found', 'There is no such number');
      return doArithmetic(attempt);
    };
    const { log } = await execute([agent()], { askAgent, callWorker });
    expect([1, 2, 3].map((number) => log.items.state(runId, `work/0/r${number}`)?.status)).toEqual([
      ...['completed', 'failed', 'completed'],
    ]);
    expect(askAgent.asked[1]?.steps[0]?.results.map(({ isOk }) => isOk)).toEqual([true, false, true]);
    expect(log.list({ types: ['task.skipped'], limit: 10 })).toEqual([]);
  });

  test('takes nothing in an input for an expression', async () => {
    const seen: unknown[] = [];
    const callWorker: ExecutionParts['callWorker'] = async (attempt) => {
      seen.push(attempt.input);
      return doArithmetic(attempt);
    };
    const input = { path: '/tmp/{{ $now() }} {{', value: 1, copy: '{{ tasks }}', log: '/l' };
    const askAgent = agentScript([calls(call('disk.save', input)), words('There.')]);
    const { ending } = await execute([agent()], { askAgent, callWorker });
    expect({ ending, seen }).toEqual({ ending: { kind: 'completed' }, seen: [input] });
  });

  test('what reads is done at once, what has an effect in the order of the answer', async () => {
    const order: string[] = [];
    let going = 0;
    let together = 0;
    const callWorker: ExecutionParts['callWorker'] = async (attempt) => {
      going += 1;
      together = Math.max(together, attempt.entry.ref === 'sum.add' ? going : 0);
      await new Promise((resolve) => setImmediate(resolve));
      going -= 1;
      order.push(attempt.taskId.slice('work/0/'.length));
      return doArithmetic(attempt);
    };
    const save = (name: string) => call('disk.save', { path: `/${name}`, value: 1, copy: '/c', log: '/l' }, name);
    const askAgent = agentScript([
      calls(
        call('sum.add', { a: 1 }, 'r1'),
        call('sum.add', { a: 2 }, 'r2'),
        save('w1'),
        save('w2'),
        call('sum.add', { a: 3 }, 'r3'),
      ),
      words('So.'),
    ]);
    await execute([agent()], { askAgent, callWorker });
    expect(together).toBe(2);
    expect(order.slice(2)).toEqual(['w1', 'w2', 'r3']);
  });

  test('after a failure in an answer the rest of it is not run, and the model is told', async () => {
    const save = (name: string) => call('disk.save', { path: `/${name}`, value: 1, copy: '/c', log: '/l' }, name);
    const ran: string[] = [];
    const callWorker: ExecutionParts['callWorker'] = async ({ taskId }) => {
      ran.push(taskId);
      throw new HeronError('permission-denied', 'No');
    };
    const askAgent = agentScript([calls(save('w1'), save('w2')), words('You said no.')]);
    const { ending } = await execute([agent()], { askAgent, callWorker });
    expect({ ending, ran }).toEqual({ ending: { kind: 'completed' }, ran: ['work/0/w1'] });
    expect(
      askAgent.asked[1]?.steps[0]?.results.map(
        ({ shown }) => (JSON.parse(shown) as { error: { code: string } }).error.code,
      ),
    ).toEqual(['permission-denied', 'cancelled']);
  });

  test('without a model fails with what is missing', async () => {
    const { ending } = await execute([agent()]);
    expect(ending).toMatchObject({ kind: 'failed', error: { code: 'unsupported' } });
  });

  test('fails as the model does, and can be made good like any task', async () => {
    const askAgent = () => Promise.reject(new HeronError('provider', 'The server has a bad day'));
    const { ending, log } = await execute([agent({ onError: { recover: [add('spare', 1)] } })], { askAgent });
    expect(ending).toEqual({ kind: 'completed' });
    expect(outputOf(log)).toEqual({ value: 2 });
  });
});

test('two agents ask at the same time: neither waits for the other', { timeout: 60_000 }, async () => {
  const both = Promise.withResolvers<void>();
  let asking = 0;
  const askAgent: ExecutionParts['askAgent'] = async ({ path }) => {
    asking += 1;
    if (asking === 2) both.resolve();
    await both.promise;
    return words(`Here is ${path}.`);
  };
  const { ending, events } = await execute([agent(), { ...agent(), id: 'more' }], { askAgent });
  expect(ending).toEqual({ kind: 'completed' });
  expect(events.filter(({ type }) => type === 'task.modelAnswered')).toHaveLength(2);
});

describe('a runaway', () => {
  const forever = agentScript((question) => calls(call('sum.add', { a: question.steps.length })));

  test('ends with what it did when its steps are used up [OR-12]', async () => {
    const { ending, log } = await execute([agent({}, { mostSteps: 3 })], { askAgent: forever });
    expect(ending).toEqual({ kind: 'completed' });
    expect(outputOf(log)).toMatchObject({ ended: 'steps', steps: 3 });
    expect(outputOf(log).text).toContain('its 3 steps are used up');
    expect(outputOf(log).text).toContain('2 and 1 make 3.');
  });

  test('ends with what it did when its budget is used up, in tokens or in calls [OR-12]', async () => {
    for (const budget of [{ tokens: 35 }, { calls: 3 }]) {
      const { ending, events, log } = await execute([agent({ budget })], { askAgent: forever });
      expect(ending).toEqual({ kind: 'completed' });
      expect(outputOf(log)).toMatchObject({ ended: 'budget' });
      expect(outputOf(log).text).toContain('its budget is used up');
      expect(outputOf(log).text).toContain('0 and 1 make 1.');
      expect(events.find(({ type }) => type === 'task.overBudget')?.payload).toMatchObject({ response: 'summary' });
    }
  });

  test('a plan’s own fallback goes before the summary', async () => {
    const budget = { tokens: 5, onExceeded: { fallback: [add('spare', 9)] } };
    const { log } = await execute([agent({ budget })], { askAgent: forever });
    expect(outputOf(log)).toEqual({ value: 10 });
  });

  test('that calls the same again and again is told once, and with nobody there then ended', async () => {
    const askAgent = agentScript(() => calls(call('sum.add', { a: 1 })));
    const { log } = await execute([agent()], { askAgent, isAttended: false });
    expect(outputOf(log)).toMatchObject({ ended: 'loop', steps: 4 });
    expect(askAgent.asked.map(({ nudge }) => nudge?.after)).toEqual([undefined, undefined, undefined, 3]);
    expect(askAgent.asked[3]?.nudge?.text).toContain('sum.add was called 3 times with the same result');
  });

  describe('that is stuck, with somebody there,', () => {
    const circles = () => agentScript(({ nudge }) => nudged(nudge?.text) ?? calls(call('sum.add', { a: 1 })));
    const nudged = (text: string | undefined) => (text?.includes('wants you to') ? words('It is 2.') : undefined);

    test('asks with what it has done, and goes on when it may [OR-08]', async () => {
      const asked: string[] = [];
      const askAgent = circles();
      const awaitAnswer = async (path: string): Promise<string> => (asked.push(path), 'Go on');
      const log = await live([agent()], { askAgent, awaitAnswer });
      expect(asked).toEqual(['work/:asks/stuck_4']);
      const [blocked] = log.list({ types: ['task.blocked'] });
      expect(blocked?.payload).toMatchObject({ question: { choices: ['Go on', 'Stop'] } });
      const text = (blocked?.payload as { question?: { text: string } } | undefined)?.question?.text;
      expect(text).toContain('I am getting nowhere: sum.add was called 3 times with the same result. Shall I go on?');
      expect(text).toContain('What was done:\n- 1 and 1 make 2.');
      expect(outputOf(log)).toMatchObject({ ended: 'answer', steps: 5, text: 'It is 2.' });
      expect((await replay(log)).difference).toBeUndefined();
    });

    test('ends with what it did when it may not', async () => {
      const log = await live([agent()], { askAgent: circles(), awaitAnswer: async () => 'Stop' });
      expect(outputOf(log)).toMatchObject({ ended: 'loop', steps: 4 });
      expect((await replay(log)).difference).toBeUndefined();
    });

    test('is asked about again when it gets nowhere once more, and not before', async () => {
      const answers = ['Go on', 'Stop'];
      const awaitAnswer = async (): Promise<string> => answers.shift() ?? '';
      const askAgent = agentScript(() => calls(call('sum.add', { a: 1 })));
      const log = await live([agent()], { askAgent, awaitAnswer });
      expect(outputOf(log)).toMatchObject({ ended: 'loop', steps: 7 });
      expect(log.count({ types: ['task.blocked'] })).toBe(2);
    });

    test('waits over the end of an engine, and the answer counts once', async () => {
      const askAgent = circles();
      let asked = 0;
      const awaitAnswer: ExecutionParts['awaitAnswer'] = async (_path, signal) => {
        asked += 1;
        if (asked > 1) return 'Go on';
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
      };
      const stop = new AbortController();
      const log = openLog();
      log.listen(({ type }) => {
        if (type === 'task.blocked') setImmediate(() => stop.abort(new RunStop('interrupted', 'the engine ended')));
      });
      const first = await execute([agent()], { askAgent, awaitAnswer, signal: stop.signal }, log);
      expect(first.ending.kind).toBe('interrupted');
      const next = await nextEngine(log);
      await execute([agent()], { askAgent, awaitAnswer, previous: soFar(next) }, next);
      expect(outputOf(next)).toMatchObject({ ended: 'answer', steps: 5 });
      expect(next.count({ types: ['task.blocked'] })).toBe(1);
    });
  });

  test('that heeds what it is told goes on', async () => {
    const askAgent = agentScript(({ nudge }) => (nudge ? words('I give up.') : calls(call('sum.add', { a: 1 }))));
    const { log } = await execute([agent()], { askAgent });
    expect(outputOf(log)).toMatchObject({ ended: 'answer', steps: 4, text: 'I give up.' });
  });
});

describe('over the end of an engine', () => {
  const answers = [
    calls(call('sum.add', { a: 1 }), call('disk.save', { path: '/a', value: 1, copy: '/c', log: '/l' })),
    calls(call('sum.add', { a: 2 })),
    words('Saved /a.'),
  ];

  test(
    'cut off at every write, it goes on, asks for no recorded answer again and comes to the same end [X-02]',
    { timeout: 120_000 },
    async () => {
      for (let write = 1; ; write += 1) {
        const log = openLog();
        const stop = new AbortController();
        let writes = 0;
        const record: ExecutionParts['record'] = async (drafts) => {
          const own = (writes += 1);
          const events = await log.record(drafts);
          if (own === write) stop.abort(new RunStop('interrupted', 'gone'));
          return events;
        };
        const askAgent = agentScript(answers);
        const decide = async (): Promise<'retry'> => 'retry';
        const first = await execute([agent()], { askAgent, record, decide, signal: stop.signal }, log);
        if (first.ending.kind === 'completed') {
          expect(write).toBeGreaterThan(8);
          break;
        }
        const recorded = log.count({ types: ['task.modelAnswered'] });
        const next = await nextEngine(log);
        const second = agentScript(answers);
        const { ending } = await execute([agent()], { askAgent: second, decide, previous: soFar(next) }, next);
        expect({ write, ending }).toEqual({ write, ending: { kind: 'completed' } });
        expect({ write, text: outputOf(next).text }).toEqual({ write, text: 'Saved /a.' });
        expect({ write, asked: second.asked.length }).toEqual({ write, asked: answers.length - recorded });
        expect(next.count({ types: ['task.completed'], scope: { taskId: 'work/0/disk_save' } })).toBe(1);
      }
    },
  );

  test.each([1, 3, 5, 7, 9, 11])('a replay is identical after an end at write %i [X-03]', async (write) => {
    const decide = async (): Promise<'retry'> => 'retry';
    const log = await live([agent()], { askAgent: agentScript(answers), decide }, [{ write, kind: 'interrupted' }]);
    const { difference } = await replay(log);
    expect(difference).toBeUndefined();
  });

  test.each([{ tokens: 15 }, { tokens: 25 }, { calls: 1 }, { calls: 2 }])(
    'a replay ends what the budget %o ended [X-03, OR-12]',
    async (budget) => {
      const log = await live([agent({ budget })], { askAgent: agentScript(answers) });
      expect((await replay(log)).difference).toBeUndefined();
    },
  );

  test('a replay of a failing model, of a stop and of a time limit is identical [X-03]', async () => {
    const failing = agentScript(({ steps }) => {
      if (steps.length === 1) throw new HeronError('network', 'gone');
      return calls(call('sum.add', { a: 1 }));
    });
    const once = await live([agent({ onError: 'skip' })], { askAgent: failing });
    expect((await replay(once)).difference).toBeUndefined();
    const stopped = await live([agent()], { askAgent: agentScript(answers) }, [{ write: 4, kind: 'cancelled' }]);
    expect((await replay(stopped)).difference).toBeUndefined();
    const silent: ExecutionParts['askAgent'] = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const late = await live([agent({ timeoutMs: 20, onError: 'skip' })], { askAgent: silent });
    expect((await replay(late)).difference).toBeUndefined();
  });
});
