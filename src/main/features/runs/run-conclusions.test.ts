import { expect, test } from 'vitest';
import { openRuns } from './fixtures/open-runs.ts';

const addition = { id: 'add', action: 'sum.add', input: { a: 1 } };
const saving = { id: 'save', action: 'disk.save', input: { path: '/tmp/x.txt', value: 1 } };

/** In which commits the last task and the run ended. */
async function commitsOf(tasks: object[]): Promise<{ task: number | undefined; run: number | undefined }> {
  const { runs, events } = openRuns();
  const commits = new Map<string, number>();
  let count = 0;
  events.alongCommits({ begin: () => {}, end: () => void (count += 1) });
  events.listen(({ type }) => void commits.set(type, count));
  const runId = await runs.start({ plan: { version: 1, title: 'A plan', tasks }, source: 'person', allow: 'plan' });
  await expect.poll(() => runs.get(runId).status).toBe('completed');
  return { task: commits.get('task.completed'), run: commits.get('run.completed') };
}

test('a run that changed nothing ends in the commit of its last step', async () => {
  const { task, run } = await commitsOf([
    addition,
    { ...addition, id: 'again', input: { a: '{{ tasks.add.output.value }}' } },
  ]);
  expect(run).toBe(task);
});

test('the end of a run that changed something is written when all of it is on disk', async () => {
  const { task = 0, run } = await commitsOf([addition, { ...saving, after: ['add'] }]);
  expect(run).toBeGreaterThan(task);
});
