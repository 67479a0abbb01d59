import { expect, test } from 'vitest';
import type { Task } from '../../../contract/plan-task.ts';
import type { HeardMessage } from '../../../contract/agents.ts';
import type { ExecutionParts } from '../execution.ts';
import { agentScript, call, calls, words } from '../fixtures/agent-script.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { execute, runId, soFar } from '../fixtures/execute.ts';
import { live, replay } from '../fixtures/replay.ts';

const agent: Task = { id: 'work', agent: { goal: 'Save what is there' } };
const save = (name: string) => call('disk.save', { path: `/${name}`, value: 1, copy: '/c', log: '/l' }, name);
const word = (text: string): HeardMessage => ({ messageId: 'msg_01HZZZZZZZZZZZZZZZZZZZZZZZ', text });

/** Somebody speaks while a call is made, or after so many answers. */
function speaking(when: { call?: string; answers?: number }, text: string) {
  let said: HeardMessage[] = [];
  const callWorker: ExecutionParts['callWorker'] = async (attempt) => {
    if (when.call !== undefined && attempt.taskId.endsWith(when.call)) said = [word(text)];
    return doArithmetic(attempt);
  };
  const hear: ExecutionParts['hear'] = () => {
    if (said.length === 0) return undefined;
    const heard = said;
    said = [];
    return Promise.resolve(heard);
  };
  return { callWorker, hear, say: () => (said = [word(text)]) };
}

test('hears at the next call what was said, and the calls that had not begun have results that say so [SQ-06]', async () => {
  const { callWorker, hear } = speaking({ call: 'one' }, 'Use the other folder');
  const askAgent = agentScript([calls(save('one'), save('two'), save('three')), words('As you wish.')]);
  const { ending, log } = await execute([agent], { askAgent, callWorker, hear });
  expect(ending).toEqual({ kind: 'completed' });
  const [step] = askAgent.asked[1]?.steps ?? [];
  expect(step?.heard).toEqual([word('Use the other folder')]);
  expect(step?.results.map(({ isOk, shown }) => [isOk, shown.includes('the person said something first')])).toEqual([
    [true, false],
    [false, true],
    [false, true],
  ]);
  expect(log.items.state(runId, 'work/0/two')).toMatchObject({ status: 'skipped' });
  expect(soFar(log)?.tasks['work']?.output).toMatchObject({ text: 'As you wish.', steps: 2 });
});

test('does not end with an answer while which something was said; a replay of all this is the same', async () => {
  const parts = speaking({}, 'And the second one');
  const script = agentScript([calls(save('one')), words('Done.'), words('The second, too.')]);
  const askAgent: ExecutionParts['askAgent'] = async (question) => {
    if (question.steps.length === 1) parts.say();
    return script(question);
  };
  const run = await live([agent], { askAgent, ...parts });
  expect(script.asked).toHaveLength(3);
  expect(script.asked[2]?.steps[1]).toMatchObject({ results: [], heard: [word('And the second one')] });
  expect((await replay(run)).difference).toBeUndefined();
});
