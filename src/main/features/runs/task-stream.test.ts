import { expect, test } from 'vitest';
import type { EventDraft } from '../../base/event-log.ts';
import { createTaskStream } from './task-stream.ts';

function open(isStreaming: boolean) {
  const said: unknown[] = [];
  const emit = (draft: EventDraft): void => void said.push([draft.type, draft.payload]);
  const stream = createTaskStream({ emit, runId: 'run_1', taskId: 't', attempt: 2, isStreaming });
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
  stream.end();
  expect(said).toEqual([
    message('partial', 1, 'a'),
    ['task.progressed', { percent: 50 }],
    message('partial', 3, 'c'),
    message('end', 4, null),
  ]);
});

test('a streaming action that sent nothing has an end; any other says nothing at all', () => {
  const [streaming, silent] = [open(true), open(false)];
  streaming.stream.end();
  silent.stream.end();
  expect(streaming.said).toEqual([message('end', 1, null)]);
  expect(silent.said).toEqual([]);
});
