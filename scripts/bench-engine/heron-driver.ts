import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../src/contract/plan.ts';
import type { Engine } from '../../src/main/engine.ts';
import { serveEngine } from '../../src/main/gateway/serve-engine.ts';
import { compileTemplate } from '../../src/main/orchestrator/expressions/template.ts';
import { type BenchEngine, openBenchEngine } from '../bench/bench-engine.ts';
import { type Driver, serveDriver } from './driver.ts';
import {
  chainPlan,
  fanOutPlan,
  listPlan,
  mapped,
  mapPlan,
  repeatPlan,
  valuesPlan,
  webhookTemplate,
} from './heron-plans.ts';
import { sendRequests } from './send-requests.ts';
import { items } from './work.ts';

await serveDriver(async () => {
  const bench = await openBenchEngine();
  // Its gateway would go on listening.
  process.once('disconnect', () => void bench.close().finally(() => process.exit(0)));
  const durability = process.argv[2] === 'normal' ? 'normal' : 'full';
  await bench.engine.client.settings.update({ durability, concurrency: { cpu: 64 } });
  const runs = (plan: Plan) => () => runToEnd(bench, plan);
  return {
    chain10: runs(chainPlan(10)),
    chain1000: runs(chainPlan(1000)),
    values1000: runs(valuesPlan(1000)),
    fanOut100: runs(fanOutPlan(100)),
    loop10000: runs(listPlan(10_000)),
    repeat10000: runs(repeatPlan(10_000)),
    expressions10000: runs(mapPlan(items)),
    bare10000: mapItems,
    webhook50: await webhook(bench),
  } satisfies Driver;
});

async function runToEnd({ engine }: BenchEngine, plan: Plan): Promise<void> {
  const { runId } = await engine.client.runs.start({ plan });
  await new Promise<void>((resolve, reject) => {
    const stop = engine.events.listen((event) => {
      if (event.scope.runId !== runId || !/^run\.(completed|failed|cancelled)$/.test(event.type)) return;
      stop();
      if (event.type === 'run.completed') resolve();
      else reject(new Error(`The run ended with ${event.type}`));
    });
  });
}

/** Each request is a run of its own, durable like any other, and is answered with what the run gives. */
async function webhook({ engine, folder }: BenchEngine): Promise<() => Promise<void>> {
  const { url } = await serveTemplate(engine, folder);
  const { port, pathname } = new URL(url);
  return () => sendRequests(Number(port), pathname, 2000, 50);
}

async function serveTemplate(engine: Engine, folder: string): Promise<{ url: string }> {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'templates', `${webhookTemplate.name}.json`), JSON.stringify(webhookTemplate));
  await serveEngine(engine, { version: '0.1.0' });
  return engine.client.triggers.add({ template: webhookTemplate.name, perMinute: 1_000_000 });
}

async function mapItems(): Promise<void> {
  const template = compileTemplate(mapped);
  let last: unknown;
  for (const item of items) last = await template.evaluate({ item });
  if (last !== 'ITEM 9999 9999') throw new Error(`The expression gave ${String(last)}`);
}
