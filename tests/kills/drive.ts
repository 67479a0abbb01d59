import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dataPaths } from '../../src/main/base/paths.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createRemoteEngine, type RemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { approveWorker } from '../e2e/approve-worker.ts';
import { installTemplate } from './book-twice.ts';
import { type Death, type EngineLife, startEngine } from './engine-life.ts';
import { openLedger } from './ledger.ts';
import { installLedgerWorker, ledgerWorker } from './ledger-worker.ts';
import { planNames } from './plans.ts';
import { seeded } from './random.ts';
import { createRunRecords } from './run-record.ts';
import { createRunsUnderWay, type Findings, type RunsUnderWay } from './runs-under-way.ts';
import { createShadow } from './shadow-tables.ts';

/**
 * `lost`: runs that did not end, or ended otherwise than without kills. `repeated`: tasks that were done again though they were
 * finished, or took effect twice under one key. `uncertain`: tasks somebody was asked about, because nobody could know.
 */
export type KillReport = Findings & {
  seed: number;
  kills: number;
  /** Of these, at a write chosen before. */
  killsAtWrites: number;
  /** Which these were: `before 17`. */
  writePoints: string[];
  /** The last event the dead engine had stored, and how often it was that. */
  lastEvents: Record<string, number>;
};

type Round = { seed: number; kills: number };

const runsAtOnce = 6;
/** Every write of an engine up to this number is one it dies at: when it begins, takes up runs, and goes on. */
const lastWrite = 120;
/** Before and after each of them. */
export const writePointCount = 2 * lastWrite;
const latestMomentMs = 3000;
/** So long nothing may end. */
const patienceMs = 120_000;

/**
 * Starts an engine on a data folder, gives it runs, kills it, starts it again, until it was killed often enough; then lets everything
 * end. A third of the kills come at random moments, the others right before or after each of its writes in turn; the next seed goes on
 * where this one ends. What is wrong stands in `problems`; after the first the rest is left out.
 */
export async function driveKills({ seed, kills }: Round): Promise<KillReport> {
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'heron-kills-'));
  const dataFolder = join(folder, 'data');
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch);
  installLedgerWorker(dataFolder);
  installTemplate(dataFolder);
  const ledger = await openLedger(join(folder, 'effects.jsonl'), () => Math.floor(random() * 25));
  const records = createRunRecords();
  const shadow = createShadow(dataFolder, scratch);
  const report: KillReport = { seed, ...nothingYet(), kills: 0, killsAtWrites: 0, writePoints: [], lastEvents: {} };
  const runs = createRunsUnderWay({ ledger, records, findings: report });
  try {
    for (const { death, count } of plannedLives({ seed, kills }, random)) {
      runs.want(count);
      await live({ dataFolder, death, runs, report });
      const { news, differences } = shadow.look();
      for (const event of news) records.apply(event);
      report.problems.push(...differences.slice(0, 5));
      if (death.kind !== 'none') countKill(report, death, news.at(-1)?.type);
      runs.settle();
      if (report.problems.length > 0) break;
    }
    if (report.problems.length > 0) return report;
    report.lost += runs.count();
    report.problems.push(...runs.left());
    return report;
  } finally {
    shadow.close();
    ledger.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** How to see a failure again. */
export function againWith({ seed }: { seed: number }, kills: number): string {
  return `npm run test:kills -- --seed ${seed} --kills ${kills} --rounds 1`;
}

function nothingYet(): Findings {
  return { runs: 0, lost: 0, repeated: 0, uncertain: 0, problems: [] };
}

type PlannedLife = { death: Death; count: number };

/** The first engine shows how every plan ends when nothing happens; the last one ends what the others left. */
function* plannedLives({ seed, kills }: Round, random: () => number): Generator<PlannedLife> {
  const atWrites = kills - Math.floor(kills / 3);
  yield { death: { kind: 'none' }, count: planNames.length };
  for (let kill = 0; kill < kills; kill += 1) {
    const point = seed * atWrites + kill - Math.floor(kill / 3);
    const death = kill % 3 === 2 ? deathAtMoment(random) : deathAtWrite(point % writePointCount);
    yield { death, count: runsAtOnce };
  }
  yield { death: { kind: 'none' }, count: 0 };
}

function deathAtMoment(random: () => number): Death {
  return { kind: 'moment', afterMs: Math.round(random() * latestMomentMs) };
}

/** Early and late ones in turn, and each of them once: 37 has no divisor in common with their number. */
function deathAtWrite(point: number): Death {
  const number = 1 + ((Math.floor(point / 2) * 37) % lastWrite);
  return { kind: 'write', when: point % 2 === 0 ? 'before' : 'after', number };
}

function countKill(report: KillReport, death: Death, lastEvent = 'nothing new'): void {
  report.kills += 1;
  if (death.kind === 'write') {
    report.killsAtWrites += 1;
    const point = `${death.when} ${death.number}`;
    if (!report.writePoints.includes(point)) report.writePoints.push(point);
  }
  report.lastEvents[lastEvent] = (report.lastEvents[lastEvent] ?? 0) + 1;
}

type Life = { dataFolder: string; death: Death; runs: RunsUnderWay; report: KillReport };

/** From the start of an engine to its end. */
async function live({ dataFolder, death, runs, report }: Life): Promise<void> {
  const engine = startEngine(dataFolder, death);
  const remote = createRemoteEngine(dataPaths(dataFolder).socket);
  try {
    await work({ engine, remote, runs, isEndless: death.kind !== 'none' });
  } catch (error) {
    // A call that breaks off because the engine dies is what this is about.
    const isOver = await Promise.race([engine.ended.then(() => true), delay(10_000, false)]);
    if (!isOver || death.kind === 'none') report.problems.push(`A call failed: ${String(error)}`);
    engine.kill();
  } finally {
    remote.close();
  }
  const { wasKilled, output } = await engine.ended;
  if (wasKilled !== (death.kind !== 'none')) report.problems.push(`The engine ended by itself: ${output}`);
}

type Work = { engine: EngineLife; remote: RemoteEngine; runs: RunsUnderWay; isEndless: boolean };

async function work({ engine, remote, runs, isEndless }: Work): Promise<void> {
  const client = await connected(engine, remote);
  if (!client) return;
  await prepare(client);
  let lastEnd = Date.now();
  while (!engine.isOver()) {
    if ((await runs.step(client)) > 0) lastEnd = Date.now();
    // The first engine ends what it was given, and gets no more.
    if (!isEndless) runs.want(0);
    if (!isEndless && runs.count() === 0) return engine.stop();
    if (Date.now() - lastEnd > patienceMs) throw new Error(runs.left().join(', '));
    await delay(10);
  }
}

/**
 * The worker is there and may be called as often as there are runs. Half of the calls of some plans fail, as they should: where little else
 * is called after a start that would open its circuit, and what a plan ends with would depend on the machine.
 */
async function prepare(client: EngineClient): Promise<void> {
  const most = 100_000;
  const { policy } = await client.settings.get({});
  if (policy.effectsPerHour === most) return; // by an engine before
  await approveWorker(client, ledgerWorker);
  const limits = { effectsPerHour: most, outsidePerHour: most };
  await client.settings.update({ policy: limits, circuit: { errorPercent: 100 } });
}

async function connected(engine: EngineLife, remote: RemoteEngine): Promise<EngineClient | undefined> {
  while (!engine.isOver()) {
    try {
      return await remote.client();
    } catch {
      await delay(10);
    }
  }
  return undefined;
}
