import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../src/contract/plan.ts';
import { createEngine, type Engine } from '../../src/main/engine.ts';
import { root } from '../steps.ts';

export type BenchEngine = { engine: Engine; folder: string; close(): Promise<void> };

/** An engine on a data folder of its own, with two workers that give their input back, `echo-node` and `echo-isolate`, and those written besides. */
export async function openBenchEngine(
  writeMore?: (workersFolder: string) => void,
  environment: NodeJS.ProcessEnv = {},
): Promise<BenchEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-'));
  for (const tier of ['node', 'isolate'] as const) writeEchoWorker(join(folder, 'workers', `echo-${tier}`), tier);
  writeMore?.(join(folder, 'workers'));
  const engine = await createEngine({
    program: 'headless',
    version: '0.1.0',
    dataFolder: folder,
    appFolder: root,
    nodeBinary: process.execPath,
    homeFolder: folder,
    // A first start would lie over every page.
    environment: { HERON_WELCOME: 'off', ...environment },
  });
  for (const workerId of readdirSync(join(folder, 'workers'))) {
    const { hash } = await engine.client.installs.inspect({ workerId });
    await engine.client.installs.trust({ workerId, hash });
  }
  return {
    engine,
    folder,
    close: async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function writeEchoWorker(folder: string, tier: 'node' | 'isolate'): void {
  const text = {
    type: 'object',
    properties: { text: { type: 'string' } },
    required: ['text'],
    additionalProperties: false,
  };
  const manifest = {
    id: `echo-${tier}`,
    version: '1.0.0',
    engines: { heron: '*' },
    name: 'Echo',
    description: 'Gives its input back.',
    tier,
    limits: { memoryMb: 64, cpuMs: 600_000, wallMs: 60_000 },
    actions: {
      say: {
        title: 'Say',
        description: 'Gives its input back.',
        input: text,
        output: text,
        risk: 'read',
        class: 'cpu',
        repeatable: true,
        says: '{{ output.text }}',
      },
    },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, 'index.ts'),
    `import { defineWorker } from 'heron/worker-kit';\nexport default defineWorker({ actions: { say: (input) => input } });\n`,
  );
}

/** What the first task of a plan gave, once all of it has completed. */
export async function outputOfPlan({ engine }: BenchEngine, plan: Plan): Promise<unknown> {
  const { runId } = await engine.client.runs.start({ plan, allow: 'plan' });
  await ended(engine, runId);
  const { tasks } = await engine.client.runs.get({ runId });
  return tasks[plan.tasks[0]?.id ?? '']?.output;
}

/** Seconds from the call that starts a plan, with all it needs allowed, to its completion. */
export async function secondsOfPlan({ engine }: BenchEngine, plan: Plan): Promise<number> {
  const begun = performance.now();
  const { runId } = await engine.client.runs.start({ plan, allow: 'plan' });
  await ended(engine, runId);
  return (performance.now() - begun) / 1000;
}

function ended(engine: Engine, runId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = engine.events.listen((event) => {
      if (event.scope.runId !== runId || !/^run\.(completed|failed|cancelled)$/.test(event.type)) return;
      stop();
      if (event.type === 'run.completed') resolve();
      else reject(new Error(`The run ended with ${event.type}: ${JSON.stringify(event.payload)}`));
    });
  });
}
