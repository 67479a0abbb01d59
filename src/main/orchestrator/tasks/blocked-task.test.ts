import { describe, expect, test } from 'vitest';
import { foldRun } from '../../../contract/run-state.ts';
import { HeronError } from '../../base/errors.ts';
import { type ExecutionParts, RunStop } from '../execution.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { add, execute, openLog, statuses } from '../fixtures/execute.ts';

describe('a worker that stops with a question', () => {
  const question = { text: 'Which one?', choices: ['one', 'two'] };
  const asking: ExecutionParts['callWorker'] = (attempt) => {
    if (attempt.answer === 'two') return doArithmetic(attempt);
    throw new HeronError('blocked', question.text, { choices: question.choices });
  };

  test('is called again with the answer, and what waits for it goes on [RT-31]', async () => {
    const calls: (string | undefined)[] = [];
    const answers = ['one', 'two'];
    const { ending, events } = await execute([add('a', 1), add('b', 1, { after: ['a'] })], {
      callWorker: (attempt) => {
        if (attempt.taskId === 'b') return doArithmetic(attempt);
        calls.push(attempt.answer);
        return asking(attempt);
      },
      awaitAnswer: async () => answers.shift() ?? '',
    });
    expect(ending.kind).toBe('completed');
    expect(calls).toEqual([undefined, 'one', 'two']);
    expect(events.filter(({ scope }) => scope.taskId === 'a').map(({ type }) => type)).toEqual([
      'task.started',
      ...['task.blocked', 'task.answered', 'task.started'],
      ...['task.blocked', 'task.answered', 'task.started'],
      'task.completed',
    ]);
    expect(foldRun(events)?.tasks['a']).toMatchObject({ status: 'completed', attempt: 3, answer: 'two' });
  });

  test('still waits for the answer after a restart, and does not ask the worker before [RT-31]', async () => {
    const log = openLog();
    const interrupted = new AbortController();
    const first = await execute(
      [add('a', 1)],
      {
        callWorker: asking,
        awaitAnswer: (_taskId, signal) => {
          interrupted.abort(new RunStop('interrupted', 'the engine ends'));
          return Promise.reject(signal.reason as Error);
        },
        signal: interrupted.signal,
      },
      log,
    );
    expect(first.ending.kind).toBe('interrupted');
    const previous = foldRun(log.list({}));
    expect(previous?.tasks['a']).toMatchObject({ status: 'blocked', question });
    const calls: (string | undefined)[] = [];
    const { ending } = await execute(
      [add('a', 1)],
      {
        previous,
        callWorker: (attempt) => {
          calls.push(attempt.answer);
          return asking(attempt);
        },
        awaitAnswer: async () => 'two',
      },
      log,
    );
    expect(ending.kind).toBe('completed');
    expect(calls).toEqual(['two']);
  });

  test('fails where nobody is there to answer, and says what it asked', async () => {
    const { ending, events } = await execute([add('a', 1)], { callWorker: asking, isAttended: false });
    expect(ending).toMatchObject({
      kind: 'failed',
      error: { code: 'blocked', message: 'Nobody is there to answer: Which one?', details: { question } },
    });
    expect(statuses(events)).toEqual({ a: 'failed' });
  });

  test('is not heard for ever', async () => {
    const { ending } = await execute([add('a', 1)], { callWorker: asking, awaitAnswer: async () => 'one' });
    expect(ending).toMatchObject({ kind: 'failed', error: { code: 'limit-exceeded' } });
  });

  test('gets no answer from a run that is cancelled', async () => {
    const stop = new AbortController();
    const { ending, events } = await execute([add('a', 1)], {
      callWorker: asking,
      awaitAnswer: (_taskId, signal) => {
        stop.abort(new RunStop('cancelled', 'stopped by the person'));
        return Promise.reject(signal.reason as Error);
      },
      signal: stop.signal,
    });
    expect(ending.kind).toBe('cancelled');
    expect(statuses(events)).toEqual({ a: 'cancelled' });
  });
});
