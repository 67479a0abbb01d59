import { expect, test } from 'vitest';
import type { Agent, AgentCall, AgentOutput, ModelAnswered } from '../../../contract/agents.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import { type ExecutionParts, RunStop } from '../execution.ts';
import { agentScript, call, calls, words } from '../fixtures/agent-script.ts';
import { execute, nextEngine, openLog, runId, soFar } from '../fixtures/execute.ts';
import { live, replay } from '../fixtures/replay.ts';

const work: Task = { id: 'work', agent: { goal: 'Add up', as: 'chief' } };
const outputOf = (log: ReturnType<typeof openLog>): AgentOutput => soFar(log)?.tasks['work']?.output as AgentOutput;
const save = (path: string): AgentCall => call('disk.save', { path, value: 1, copy: '/c', log: '/l' });

/** A call that gives work to an agent: waited for with a task, in one's place without. */
function give(task: string | undefined, agent: Agent, more: Partial<AgentCall> = {}): AgentCall {
  const name = task === undefined ? 'handoff' : 'delegate';
  return { callId: `id_${task ?? name}`, name, input: { goal: agent.goal }, agent, ...(task ? { task } : {}), ...more };
}

/** Each agent answers as its goal says: the steps it has taken choose the answer. */
function byGoal(answers: Record<string, readonly ModelAnswered[]>) {
  return agentScript(({ goal, steps }) => {
    const answer = answers[goal]?.[steps.length];
    if (!answer) throw new Error(`no answer to ${goal} at ${steps.length}`);
    return answer;
  });
}

const team = {
  'Add up': [
    calls(give('one', { goal: 'Count {{ left }}', level: 1 }), give('two', { goal: 'Save', level: 1, as: 'writer' })),
    words('It is 3. I saved /a.'),
  ],
  'Count {{ left }}': [calls(call('sum.add', { a: 1, b: 2 })), words('3')],
  Save: [calls(save('/a')), words('I saved /a.')],
};

test('waits for the agents it gave work to; what they write is a value, and what they did counts for what it says [AG-02]', async () => {
  const askAgent = byGoal(team);
  const { ending, log } = await execute([work], { askAgent });
  expect(ending).toEqual({ kind: 'completed' });
  expect(outputOf(log)).toEqual({
    ...{ text: 'It is 3. I saved /a.', ended: 'answer', steps: 2, by: 'chief' },
    claims: [{ text: 'I saved /a.', isVerified: true, by: 'work/0/two/0/disk_save' }],
  });
  const told = askAgent.asked.find(({ goal, steps }) => goal === 'Add up' && steps.length === 1);
  const [one, two] = told?.steps[0]?.results ?? [];
  expect(JSON.parse(one?.shown ?? '')).toMatchObject({ ok: true, result: { text: '3', steps: 2 } });
  expect(JSON.parse(two?.shown ?? '')).toMatchObject({ ok: true, result: { by: 'writer' } });
  expect(log.items.state(runId, 'work/0/one/0/sum_add')).toMatchObject({ status: 'completed' });
  expect(told?.given).toBe(2);
  expect((await replay(await live([work], { askAgent: byGoal(team) }))).difference).toBeUndefined();
});

test('agents that were given work in one answer work at the same time', { timeout: 60_000 }, async () => {
  const both = Promise.withResolvers<void>();
  let asking = 0;
  const script = byGoal(team);
  const askAgent: ExecutionParts['askAgent'] = async (question) => {
    if (question.goal !== 'Add up' && question.steps.length === 0 && (asking += 1) === 2) both.resolve();
    if (question.goal !== 'Add up') await both.promise;
    return script(question);
  };
  expect((await execute([work], { askAgent })).ending).toEqual({ kind: 'completed' });
});

test('one that fails is a result like any other, and ends nothing', async () => {
  const script = byGoal({ 'Add up': [calls(give('one', { goal: 'Fail' })), words('Nobody knows.')] });
  const askAgent: ExecutionParts['askAgent'] = (question) =>
    question.goal === 'Fail' ? Promise.reject(new HeronError('provider', 'no answer')) : script(question);
  const { ending, log } = await execute([work], { askAgent });
  expect({ ending, text: outputOf(log).text }).toEqual({ ending: { kind: 'completed' }, text: 'Nobody knows.' });
});

test('what an agent is given is of the budget of who gave it, and ends with that or with its own [AG-02, OR-12]', async () => {
  const forever = (goal: string) => (n: number) => ({ ...calls(call('sum.add', { a: n })), text: goal });
  const script = agentScript(({ goal, steps }) => {
    if (goal !== 'Add up') return forever(goal)(steps.length);
    return steps.length === 0 ? calls(give('one', { goal: 'Run on' }, { budget: { tokens: 25 } })) : words('Enough.');
  });
  const own = await execute([work], { askAgent: script });
  expect(outputOf(own.log)).toMatchObject({ ended: 'answer', text: 'Enough.' });
  expect(own.log.items.state(runId, 'work/0/one')?.output).toMatchObject({ ended: 'budget', steps: 3 });
  const plan: Task = { ...work, budget: { tokens: 25 } };
  const around = await execute([plan], { askAgent: script });
  expect(outputOf(around.log)).toMatchObject({ ended: 'budget', steps: 1 });
  expect(around.log.items.state(runId, 'work/0/one')).toMatchObject({ status: 'cancelled' });
  expect((await replay(await live([plan], { askAgent: script }))).difference).toBeUndefined();
});

test('who hands over ends; the next one knows what was chosen for it alone, and answers in its place [AG-01]', async () => {
  const script = byGoal({
    'Add up': [calls(call('sum.add', { a: 1, b: 2 }), give(undefined, { goal: 'Finish with 3', as: 'closer' }))],
    'Finish with 3': [calls(save('/a')), words('I saved /a.')],
  });
  const { log } = await execute([work], { askAgent: script });
  expect(outputOf(log)).toMatchObject({ text: 'I saved /a.', steps: 3, by: 'closer', claims: [{ isVerified: true }] });
  expect(script.asked.map(({ goal, steps, path }) => [goal, steps.length, path])).toEqual([
    ['Add up', 0, 'work/0'],
    ['Finish with 3', 0, 'work/1'],
    ['Finish with 3', 1, 'work/2'],
  ]);
  expect((await replay(await live([work], { askAgent: script }))).difference).toBeUndefined();
});

test('nobody goes on in the place of one whose last call failed', async () => {
  const script = byGoal({
    'Add up': [calls(call('sum.add', { a: 1 }), give(undefined, { goal: 'Finish' })), words('It did not work.')],
  });
  const callWorker = () => Promise.reject(new HeronError('not-found', 'no'));
  const { log } = await execute([work], { askAgent: script, callWorker });
  expect(outputOf(log)).toMatchObject({ text: 'It did not work.', by: 'chief' });
  expect(script.asked[1]?.steps[0]?.results.map(({ isOk }) => isOk)).toEqual([false, false]);
});

test('agents that hand over to each other for ever end with what they did', async () => {
  const script = agentScript(({ goal }) => calls(give(undefined, { goal: `${goal.slice(0, 20)}.` })));
  const { log } = await execute([work], { askAgent: script });
  expect(outputOf(log)).toMatchObject({ ended: 'steps', steps: 200 });
});

test('a stop reaches the agents below, and a replay of it is identical [AG-02, X-03]', async () => {
  const log = await live([work], { askAgent: byGoal(team) }, [{ write: 6, kind: 'cancelled' }]);
  expect((await replay(log)).difference).toBeUndefined();
});

test(
  'cut off at every write, agents below go on, and nothing recorded is asked or done again [AG-01, AG-02, X-02]',
  { timeout: 120_000 },
  async () => {
    const all = {
      ...team,
      'Add up': [...team['Add up'].slice(0, 1), calls(give(undefined, { goal: 'Close', as: 'closer' }))],
      Close: [words('Closed.')],
    };
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
      const decide = async (): Promise<'retry'> => 'retry';
      const first = await execute([work], { askAgent: byGoal(all), record, decide, signal: stop.signal }, log);
      if (first.ending.kind === 'completed') {
        expect(write).toBeGreaterThan(12);
        break;
      }
      const recorded = log.count({ types: ['task.modelAnswered'] });
      const next = await nextEngine(log);
      const second = byGoal(all);
      const { ending } = await execute([work], { askAgent: second, decide, previous: soFar(next) }, next);
      expect({ write, ending, text: outputOf(next).text }).toEqual({
        ...{ write, ending: { kind: 'completed' } },
        text: 'Closed.',
      });
      expect({ write, asked: second.asked.length }).toEqual({ write, asked: 7 - recorded });
      expect(next.count({ types: ['task.completed'], scope: { taskId: 'work/0/two/0/disk_save' } })).toBe(1);
    }
  },
);

test.each([2, 4, 6, 8, 10, 12])('a replay is identical after an end at write %i [X-03]', async (write) => {
  const decide = async (): Promise<'retry'> => 'retry';
  const log = await live([work], { askAgent: byGoal(team), decide }, [{ write, kind: 'interrupted' }]);
  expect((await replay(log)).difference).toBeUndefined();
});
