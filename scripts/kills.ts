import { parseArgs } from 'node:util';
import { againWith, driveKills, type KillReport, writePointCount } from '../tests/kills/drive.ts';

/**
 * Kills engines in the middle of their work and looks at what becomes of it: a line a round, a line at the end, and the sum as
 * JSON. A round is a data folder of its own, with the next seed, and dies at the next writes.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '10' },
    'at-once': { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(values.kills);
const rounds = Number(values.rounds);
const perRound = Math.ceil(kills / rounds);
const seeds = Array.from({ length: rounds }, (_, round) => Number(values.seed) + round);
const reports: KillReport[] = [];

async function takeRounds(): Promise<void> {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const report = await driveKills({ seed, kills: perRound });
    reports.push(report);
    console.log(`seed ${seed}: ${lineOf(report)}`);
    for (const problem of report.problems) console.log(`    ${problem}`);
    if (report.problems.length > 0) console.log(`    again: ${againWith(report, perRound)}`);
  }
}

const startedAt = Date.now();
await Promise.all(Array.from({ length: Number(values['at-once']) }, takeRounds));
const whole = total(reports);
console.log(lineOf(whole));
console.log(
  JSON.stringify({
    ...whole,
    writePoints: whole.writePoints.length,
    rounds,
    minutes: Math.round((Date.now() - startedAt) / 6000) / 10,
  }),
);
const isWhole = whole.kills >= kills && whole.writePoints.length >= Math.min(writePointCount, whole.killsAtWrites);
if (whole.problems.length > 0 || !isWhole) process.exitCode = 1;

function lineOf({ kills: done, killsAtWrites, writePoints, runs, lost, repeated, uncertain }: KillReport): string {
  const where = `${killsAtWrites} at writes, ${writePoints.length} of ${writePointCount} points`;
  return `${done} kills (${where}), ${runs} runs, ${lost} lost, ${repeated} repeated, ${uncertain} uncertain and asked about`;
}

function total(all: KillReport[]): KillReport {
  const add = (pick: (report: KillReport) => number): number => all.reduce((sum, report) => sum + pick(report), 0);
  const lastEvents: Record<string, number> = {};
  for (const report of all) {
    for (const [type, count] of Object.entries(report.lastEvents)) lastEvents[type] = (lastEvents[type] ?? 0) + count;
  }
  return {
    seed: Number(values.seed),
    kills: add((report) => report.kills),
    killsAtWrites: add((report) => report.killsAtWrites),
    writePoints: [...new Set(all.flatMap(({ writePoints }) => writePoints))],
    runs: add((report) => report.runs),
    lost: add((report) => report.lost),
    repeated: add((report) => report.repeated),
    uncertain: add((report) => report.uncertain),
    problems: all.flatMap(({ problems }) => problems),
    lastEvents,
  };
}
