import { type ScriptedModel, startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import type { ScriptedAnswer } from '../../src/main/models/fixtures/transcript.ts';
import { type BenchEngine, openBenchEngine } from './bench-engine.ts';
import { type Figure, figure, quantile } from './figure.ts';

/** An engine, and the scripted model that it asks. */
export type World = BenchEngine & { server: ScriptedModel };

/** `asked`: the request as it was sent. */
export type Answering = (asked: string) => ScriptedAnswer;

export async function inWorld(answer: Answering, measure: (world: World) => Promise<Figure[]>): Promise<Figure[]> {
  const server = await startScriptedModel({
    models: ['bench'],
    replies: [
      { text: 'Talk', when: 'Give the conversation below a title', always: true },
      { answer, always: true },
    ],
  });
  const environment = { HERON_MODEL_BASE_URL: server.baseUrl, HERON_MODEL_NAME: 'bench' };
  const bench = await openBenchEngine(undefined, environment);
  try {
    return await measure({ ...bench, server });
  } finally {
    await bench.close();
    await server.close();
  }
}

/** `text` says at most how much, `≤ 30 ms`. */
export function goalOf(text: string): { text: string; isMet: (value: number) => boolean } {
  const most = Number(/[\d.]+/.exec(text)?.[0]);
  return { text, isMet: (value) => value <= most };
}

/** The middle of what was measured, and what 95 of 100 stayed under. */
export function spread(name: string, took: number[], unit: string, goals: { p50: string; p95: string }): Figure[] {
  const sorted = took.toSorted((a, b) => a - b);
  return [
    figure(`${name}, p50`, unit, took, { goal: goalOf(goals.p50) }),
    figure('the same, p95', unit, [quantile(sorted, 0.95)], { goal: goalOf(goals.p95) }),
  ];
}
