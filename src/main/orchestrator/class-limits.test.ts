import { expect, test } from 'vitest';
import { createClassLimits } from './class-limits.ts';

const never = new AbortController().signal;
const claim = { runId: 'run', priority: 0 };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('an urgent task gets the next place of its class, whoever waits already [SQ-13]', async () => {
  const limits = createClassLimits({ cpu: 1, files: 1, network: 1, shell: 1 });
  const order: number[] = [];
  const first = await limits.take('cpu', claim, never);
  const waiting = [-1, 0, 5].map(async (priority) => {
    const release = await limits.take('cpu', { runId: 'run', priority }, never);
    order.push(priority);
    release();
  });
  await limits.take('files', claim, never); // another class has places of its own
  first();
  await Promise.all(waiting);
  expect(order).toEqual([5, 0, -1]);
});

test('who gives up is out of the line, and a larger class lets more in at once', async () => {
  const limits = createClassLimits({ cpu: 1, files: 1, network: 1, shell: 1 });
  const order: number[] = [];
  await limits.take('shell', claim, never);
  const stop = new AbortController();
  const gone = limits.take('shell', claim, stop.signal);
  for (const each of [1, 2]) void limits.take('shell', claim, never).then(() => order.push(each));
  stop.abort(new Error('enough'));
  await expect(gone).rejects.toThrow('enough');
  await turn();
  expect(order).toEqual([]);
  limits.resize({ cpu: 1, files: 1, network: 1, shell: 3 });
  await turn();
  expect(order).toEqual([1, 2]);
});

test('while there is no place nobody begins, who has begun goes on, and afterwards it goes on in turn', async () => {
  const limits = createClassLimits({ cpu: 2 });
  const order: number[] = [];
  const first = await limits.take('cpu', claim, never);
  limits.resize({ cpu: 0 });
  for (const each of [1, 2]) void limits.take('cpu', claim, never).then(() => order.push(each));
  first();
  await turn();
  expect(order).toEqual([]);
  limits.resize({ cpu: 2 });
  await turn();
  expect(order).toEqual([1, 2]);
});
