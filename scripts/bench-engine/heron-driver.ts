import { compileTemplate } from '../../src/main/orchestrator/template.ts';
import { type BenchEngine, openBenchEngine } from '../bench/bench-engine.ts';
import { type Driver, serveDriver } from './driver.ts';
import { chainPlan, fanOutPlan, loopPlan, readPlan } from './heron-plans.ts';
import { items } from './work.ts';

await serveDriver(async () => {
  const bench = await openBenchEngine();
  process.once('disconnect', () => void bench.close());
  await bench.engine.client.settings.update({ concurrency: { cpu: 64 } });
  const runs = (plan: unknown, feature: string): (() => Promise<void>) | { reason: string } => {
    const read = readPlan(plan, feature);
    return 'reason' in read ? read : () => runToEnd(bench, read);
  };
  return {
    chain10: runs(chainPlan(10), 'chains'),
    chain1000: runs(chainPlan(1000), 'chains'),
    fanOut100: runs(fanOutPlan(100), 'fan-outs'),
    loop10000: runs(loopPlan(10_000), 'forEach'),
    expressions10000: mapItems,
    webhook50: { reason: "this version's plans have no webhook" },
  } satisfies Driver;
});

async function runToEnd(
  { engine }: BenchEngine,
  plan: Parameters<BenchEngine['engine']['client']['runs']['start']>[0]['plan'],
): Promise<void> {
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

async function mapItems(): Promise<void> {
  const template = compileTemplate("{{ $uppercase(item.name) & ' ' & item.id }}");
  let last: unknown;
  for (const item of items) last = await template.evaluate({ item });
  if (last !== 'ITEM 9999 9999') throw new Error(`The expression gave ${String(last)}`);
}
