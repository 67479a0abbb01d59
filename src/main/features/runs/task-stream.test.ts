import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventDraft } from '../../base/event-log.ts';
import { createTaskStream } from './task-stream.ts';

function open(isStreaming: boolean) {
  const said: unknown[] = [];
  const emit = (draft: EventDraft): void => void said.push([draft.type, draft.payload]);
  const record = async (draft: EventDraft): Promise<void> => emit(draft);
  const stream = createTaskStream({ emit, record, runId: 'run_1', taskId: 't', attempt: 2, isStreaming });
  return { said, stream };
}
const message = (type: 'partial' | 'end', number: number, data: unknown) => [
  'task.streamed',
  { type, taskId: 't', attempt: 2, number, data },
];

test('pieces keep their numbers, and the end has the next one', () => {
  const { said, stream } = open(true);
  stream.report({ partial: { number: 1, data: 'a' } });
  stream.report({ percent: 50, partial: { number: 3, data: 'c' } });
  stream.end(true);
  expect(said).toEqual([
    message('partial', 1, 'a'),
    ['task.progressed', { percent: 50 }],
    message('partial', 3, 'c'),
    message('end', 4, null),
  ]);
});

test('a streaming action that sent nothing has an end; any other says nothing at all', () => {
  const [streaming, silent] = [open(true), open(false)];
  streaming.stream.end(false);
  silent.stream.end(false);
  expect(streaming.said).toEqual([message('end', 1, null)]);
  expect(silent.said).toEqual([]);
});

describe('what was sent of a result', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const kept = (said: unknown[]) => said.filter((each) => (each as string[])[0] === 'task.partGiven');
  const part = (output: unknown, more: object = {}) => ['task.partGiven', { attempt: 2, output, ...more }];

  test('is kept when the call ends without one, before that end is told; of texts all, of pieces the last', () => {
    const [texts, pieces] = [open(true), open(true)];
    texts.stream.report({ partial: { number: 1, data: 'Once ' } });
    texts.stream.report({ partial: { number: 2, data: 'upon' } });
    texts.stream.end(false);
    expect(texts.said.slice(-2)).toEqual([part('Once upon'), message('end', 3, null)]);
    pieces.stream.report({ partial: { number: 1, data: { rows: 1 } } });
    pieces.stream.report({ partial: { number: 2, data: { rows: 2 } } });
    pieces.stream.end(false);
    expect(kept(pieces.said)).toEqual([part({ rows: 2 })]);
  });

  test('is kept while the call goes on, ever more rarely, and not again when there is nothing new', () => {
    const { said, stream } = open(true);
    stream.report({ partial: { number: 1, data: 'a' } });
    vi.advanceTimersByTime(10_000);
    expect(kept(said)).toEqual([part('a')]);
    stream.report({ partial: { number: 2, data: 'b' } });
    vi.advanceTimersByTime(3999);
    expect(kept(said)).toEqual([part('a')]);
    vi.advanceTimersByTime(1);
    expect(kept(said)).toEqual([part('a'), part('ab')]);
    stream.end(false);
    expect(kept(said)).toHaveLength(2);
  });

  test('is not kept when there is a result; of a long text the end is, and of a huge piece nothing', () => {
    const [done, long, huge] = [open(true), open(true), open(true)];
    done.stream.report({ partial: { number: 1, data: 'a' } });
    done.stream.end(true);
    vi.runAllTimers();
    expect(kept(done.said)).toEqual([]);
    long.stream.report({ partial: { number: 1, data: `${'a'.repeat(5)}${'b'.repeat(29_999)}c` } });
    long.stream.end(false);
    expect(kept(long.said)).toEqual([part(`${'b'.repeat(29_999)}c`, { left: 5 })]);
    huge.stream.report({ partial: { number: 1, data: { text: 'a'.repeat(30_000) } } });
    huge.stream.end(false);
    expect(kept(huge.said)).toEqual([]);
  });
});
