import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnyEvent } from '../../src/contract/events.ts';
import { type Finished, heron, type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';

let place: ReturnType<typeof temporaryFolder>;
let served: RunningHeron | undefined;

beforeEach(() => {
  place = temporaryFolder('chaos');
});

afterEach(async () => {
  await served?.stop();
  served = undefined;
  place.remove();
});

function run(args: string[], environment: Record<string, string> = {}): Promise<Finished> {
  return heron(args, { dataFolder: join(place.path, 'data'), cwd: place.path, environment });
}

function writePlan(more: object): void {
  const task = { id: 'all', action: 'text.count', input: { text: '{{ "a b " & item }}' } };
  const plan = { version: 1, title: 'Count', tasks: [{ ...task, forEach: { in: { from: 1, to: 60 } }, ...more }] };
  writeFileSync(join(place.path, 'plan.json'), JSON.stringify(plan));
}

test('with a tenth of all calls failing on purpose a run completes, and nobody overlooks it [OR-17]', async () => {
  writePlan({});
  const chaos = { HERON_CHAOS: 'rate=0.1,seed=7' };
  const ran = await run(['run', 'plan.json', '--json'], chaos);
  expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('Chaos mode: 10 % of all calls of workers') });
  const retried = await run(['events', 'tail', '--after', '0', '--types', 'task.retried', '--json']);
  const lines = retried.stdout.trim().split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    expect((JSON.parse(line) as AnyEvent).payload).toMatchObject({
      error: { message: 'Chaos mode: text.count was not called' },
    });
  }
  expect((await run(['status'], chaos)).stdout).toMatch(/^ *chaos +limited +Chaos mode: /m);
  const calm = await run(['status']);
  expect(calm).toMatchObject({ code: 0, stderr: '' });
  expect(calm.stdout).toMatch(/^ *database +working/m);
  expect(calm.stdout).not.toMatch(/^ *chaos/m);
});

test('what is no chaos starts nothing', async () => {
  const { code, stderr } = await run(['status'], { HERON_CHAOS: 'rate=lots' });
  expect(code).toBe(2);
  expect(stderr).toContain('HERON_CHAOS: rate: expected a number from 0 to 1, got "lots"');
});

test('a worker that fails all the time is left alone, says so, and is tried when somebody wants it [OR-17]', async () => {
  writePlan({ retry: { attempts: 1 }, onError: 'skip' });
  served = await serveHeron({ dataFolder: join(place.path, 'data'), environment: { HERON_CHAOS: 'rate=1' } });
  expect((await run(['workers'])).stdout).not.toContain('left alone');
  expect(await run(['run', 'plan.json', '--json'])).toMatchObject({ code: 0 });
  expect((await run(['workers'])).stdout).toMatch(/^text .*, left alone /m);
  const shown = await run(['worker', 'show', 'text']);
  expect(shown.stdout).toMatch(
    /^circuit +left alone .*: 10 of its last 10 calls failed, the last with: Chaos mode: text\.count was not called$/m,
  );
  const skipped = await run(['events', 'tail', '--after', '0', '--types', 'task.skipped', '--json']);
  const codes = skipped.stdout.split('\n').filter((line) => line.includes('"circuit-open"'));
  expect(codes.length).toBeGreaterThan(30);
  expect(await run(['worker', 'try', 'text'])).toMatchObject({
    code: 0,
    stdout: 'The worker text is tried with its next call.\n',
  });
  expect((await run(['workers'])).stdout).toMatch(/^text .*, being tried /m);
  expect((await run(['worker', 'try', 'clock'])).stdout).toBe('The worker clock is not left alone.\n');
  expect(await run(['worker', 'try', 'nobody'])).toMatchObject({ code: 1, stderr: 'There is no worker nobody\n' });
  expect((await run(['worker', 'try', '--host', 'a.example'])).stdout).toBe('a.example is not left alone.\n');
  expect(await run(['worker', 'try'])).toMatchObject({ code: 2 });
  expect((await run(['events', 'tail', '--after', '0', '--types', 'worker.circuitOpened', '--json'])).stdout).toContain(
    '"faults":10',
  );
});
