import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Plan } from '../../src/contract/plan.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createRemoteEngine, type RemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { whyUnmeasured } from '../../src/main/workers/hosts/machine/why-unmeasured.ts';
import { approveWorker } from './approve-worker.ts';
import { type Finished, heron, type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';
import { installWorker } from './install-worker.ts';
import { accessibilityFaults, closeBrowser, openWindow, picture } from './window.ts';

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;
let running: RunningHeron;
let remote: RemoteEngine;
let client: EngineClient;

/** Costs what it is declared to, a quarter at a time. */
function installOracle(folder: string): void {
  const asks = `go: async (input, context) => {
    for (let piece = 0; piece < 4; piece += 1) {
      context.used({ tokens: 250, money: 0.0025 });
      await context.sleep(1);
    }
    return { said: 'an answer' };
  }`;
  installWorker(folder, 'oracle', asks, { cost: { tokens: 1000, money: 0.01, time: 'seconds' } });
}

beforeAll(async () => {
  place = temporaryFolder('budgets');
  dataFolder = join(place.path, 'data');
  installOracle(dataFolder);
  installWorker(dataFolder, 'burner', 'go: () => { for (;;); }', { tier: 'node' });
  running = await serveHeron({ dataFolder });
  remote = createRemoteEngine(dataPaths(dataFolder).socket);
  client = await remote.client();
  for (const id of ['oracle', 'burner']) await approveWorker(client, id);
});

afterAll(async () => {
  await closeBrowser();
  remote.close();
  await running.stop();
  place.remove();
});

const ask = (id: string, more: object = {}): object => ({ id, action: 'oracle.go', input: {}, ...more });

function onPlan(command: string[], plan: object): Promise<Finished> {
  const file = join(place.path, 'plan.json');
  writeFileSync(file, JSON.stringify({ version: 1, title: 'Ask', ...plan }));
  return heron([...command, file], { dataFolder, cwd: place.path });
}

/** The newest run, and that it comes out the same from its log. */
async function newestRun(): Promise<Awaited<ReturnType<EngineClient['runs']['get']>>> {
  const [summary] = await client.runs.list({ limit: 1 });
  const run = await client.runs.get({ runId: summary?.id ?? '' });
  expect(summary?.used).toEqual(run.used);
  expect(await client.runs.replay({ runId: run.id })).toMatchObject({ identical: true });
  return run;
}

test('what a plan is declared to cost is said before it runs, and that it is above its budget [OR-12]', async () => {
  const plan = { tasks: [ask('a'), ask('b')], budget: { tokens: 1500, money: 1 } };
  const { code, stdout } = await onPlan(['plan', 'check'], plan);
  expect(stdout).toBe(
    [
      'Note: budget.tokens: Its calls are declared to take about 2,000 tokens, and 1,500 tokens are allowed',
      'The plan can run.',
      'Declared cost: about 2,000 tokens, 0.02 USD\n',
    ].join('\n'),
  );
  expect(code).toBe(0);
});

test('what calls used is counted and told, and beyond its budget a run ends, whatever is under way [OR-12, OR-14, OB-05]', async () => {
  const within = await onPlan(['run'], { tasks: [ask('a'), ask('b')], budget: { tokens: 5000 } });
  expect(within).toMatchObject({ code: 0 });
  expect(within.stderr).toContain('Used 2,000 tokens of 5,000, 0.02 USD');
  expect(await newestRun()).toMatchObject({
    used: { tokens: 2000, money: 0.02 },
    tasks: { b: { used: { tokens: 1000, money: 0.01 } } },
    estimate: { tokens: 2000, money: 0.02, isAtLeast: false },
  });

  const beyond = await onPlan(['run'], {
    tasks: [ask('a', { repeat: { max: 1000 } })],
    budget: { money: 0.024 },
  });
  expect(beyond.code).not.toBe(0);
  expect(beyond.stdout + beyond.stderr).toContain('The run went over its budget: 0.025 USD, allowed 0.024');
  const run = await newestRun();
  expect(run).toMatchObject({ overBudget: { resource: 'money', limit: 0.024, used: { calls: 3 }, response: 'abort' } });
  const shown = await heron(['runs', 'show', run.id], { dataFolder });
  expect(shown.stdout).toMatch(/^used \d,\d+ tokens, 0\.0\d+ USD of 0\.024$/m);
});

test.skipIf(whyUnmeasured({ permissions: [] }) !== undefined)(
  'a call beyond its budget in processor time is ended, and its fallback is done (only Linux measures) [OR-12, OR-14]',
  async () => {
    const burn = {
      ...{ id: 'burn', action: 'burner.go', input: {} },
      budget: { cpuMs: 300, memoryMb: 500, onExceeded: { fallback: [ask('instead')] } },
    };
    expect(await onPlan(['run'], { tasks: [burn] })).toMatchObject({ code: 0 });
    const run = await newestRun();
    const { events } = await client.events.list({ scope: { runId: run.id }, types: ['task.overBudget'] });
    expect(events).toMatchObject([{ payload: { resource: 'cpuMs', limit: 300, response: 'fallback' } }]);
    expect(run.used?.cpuMs).toBeGreaterThan(300);
    expect(run.used?.tokens).toBe(1000);
  },
);

test('a budget that nobody could keep is refused with the reason', async () => {
  const start = { id: 'start', action: 'process.run', input: { program: 'git', args: ['status'] } };
  const { code, stdout } = await onPlan(['plan', 'check'], { tasks: [start], budget: { cpuMs: 1000 } });
  expect(code).toBe(2);
  expect(stdout).toMatch(/^budget\.cpuMs: The processor time of process\.run cannot be measured: /m);
});

test.each(['light', 'dark'] as const)(
  'the timeline shows what a run, a step and each attempt used, beside the budget, %s [OB-05]',
  async (theme) => {
    const window = await openWindow({ theme, width: 1440, height: 900 });
    onTestFinished(() => window.close());
    const { page } = window;
    installOracle(window.dataFolder);
    const link = createRemoteEngine(dataPaths(window.dataFolder).socket);
    onTestFinished(link.close);
    const engine = await link.client();
    await approveWorker(engine, 'oracle');
    const first = ask('first', { title: 'Ask the oracle', budget: { tokens: 4000, calls: 9 } });
    const plan = { version: 1, title: 'Ask twice', tasks: [first, ask('second')], budget: { money: 0.05 } } as Plan;
    const { runId } = await engine.runs.start({ plan, allow: 'plan' });
    await page.evaluate((hash) => (location.hash = hash), `#/timeline/${runId}`);
    const bar = page.getByRole('region', { name: 'Run', exact: true });
    await bar.getByText('2,000 tokens · 0.02 USD of 0.05').waitFor({ timeout: 60_000 });
    await page.getByRole('treeitem', { name: /Done Ask the oracle/ }).click();
    const cost = page.getByRole('region', { name: 'Cost' });
    await cost.getByText('1,000 tokens of 4,000').waitFor({ timeout: 60_000 });
    await page.getByRole('region', { name: 'Attempts' }).getByText('1,000 tokens, 0.01 USD').waitFor();
    await picture(page, `budgets-${theme}`);
    expect(await accessibilityFaults(page)).toEqual([]);
  },
  180_000,
);
