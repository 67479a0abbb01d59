import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { classes } from '../tests/security/case.ts';
import { provideContainers, provideSandbox } from './machine.ts';
import { runNode } from './processes.ts';
import type { SecurityOutcome, SecurityReport } from './security-reporter.ts';
import { indent, root } from './steps.ts';

/** Runs the hostile workers and inputs and prints what came of them: a table, or JSON. */
const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const limitMs = 30 * 60_000;
/** The longest the engine's loop may stand still, in processor time of its own. */
const stallGoalMs = 50;
/** No other program of this machine explains that much processor time of the engine's own. */
const stallBoundMs = 1000;

await provideSandbox();
await provideContainers();
const { outcomes, deaths, code, output } = await runSuite();
const escapes = outcomes.filter(({ outcome }) => outcome === 'escaped');
const summary = {
  cases: new Set(outcomes.map((each) => `${each.class}: ${each.name}`)).size,
  runs: outcomes.filter(({ outcome }) => outcome !== 'skipped').length,
  skipped: outcomes.filter(({ outcome }) => outcome === 'skipped').length,
  escapes: escapes.length,
  engineDeaths: deaths.length,
  longestStallMs: Math.max(0, ...outcomes.map(({ stallMs }) => stallMs)),
  stallGoalMs,
  stallBoundMs,
  runsOverGoal: outcomes.filter(({ stallMs }) => stallMs > stallGoalMs).length,
};

const isStalled = summary.longestStallMs > stallBoundMs;
if (options.json) {
  console.log(JSON.stringify({ ...summary, outcomes }, null, 2));
} else {
  printTable();
  printStalls();
  printSummary();
}
if (code !== 0 || escapes.length > 0 || deaths.length > 0 || outcomes.length === 0 || isStalled) {
  if (!options.json) console.log(indent(output));
  process.exitCode = 1;
}

async function runSuite(): Promise<SecurityReport & { code: number; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'heron-outcomes-'));
  const file = join(folder, 'outcomes.json');
  const reporters = ['--reporter=dot', `--reporter=${join(root, 'scripts/security-reporter.ts')}`];
  const outcome = await runNode(['node_modules/vitest/vitest.mjs', 'run', '--project', 'security', ...reporters], {
    cwd: root,
    env: { ...process.env, HERON_SECURITY: file },
    timeoutMs: limitMs,
  });
  const report = await readReport(file);
  await rm(folder, { recursive: true, force: true });
  return { ...report, code: outcome.code, output: `${outcome.stdout}\n${outcome.stderr}` };
}

async function readReport(file: string): Promise<SecurityReport> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as SecurityReport;
  } catch {
    return { outcomes: [], deaths: ['the run broke off'] };
  }
}

/** Each place a worker can be held in, and each class of attempts: how many were held, of how many. */
function printTable(): void {
  const places = [...new Set(outcomes.map(placeOf))].toSorted();
  const rows = places.map((place) => {
    const here = outcomes.filter((each) => placeOf(each) === place && each.outcome !== 'skipped');
    return [
      place,
      ...classes.map((name) => held(here.filter((each) => each.class === name))),
      held(here),
      stallOf(here),
    ];
  });
  const head = ['', ...classes, 'all', 'longest stall'];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  for (const row of [head, ...rows]) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    );
  }
}

/** By class: how many runs there were, how many of them kept the loop longer than the goal, and the longest. */
function printStalls(): void {
  console.log(`\nRuns that kept the engine's loop for more than ${stallGoalMs} ms, by class:`);
  for (const name of classes) {
    const runs = outcomes.filter((each) => each.class === name && each.outcome !== 'skipped');
    const over = runs.filter(({ stallMs }) => stallMs > stallGoalMs).length;
    console.log(`  ${name.padEnd(12)} ${String(over).padStart(4)} of ${runs.length}, longest ${stallOf(runs)}`);
  }
}

function placeOf({ tier, surroundings }: SecurityOutcome): string {
  return tier === 'engine' ? 'engine' : `${tier}, ${surroundings}`;
}

function held(some: SecurityOutcome[]): string {
  if (some.length === 0) return '–';
  const count = some.filter(({ outcome }) => outcome === 'held').length;
  return count === some.length ? String(count) : `${count}/${some.length}`;
}

function stallOf(some: SecurityOutcome[]): string {
  return `${Math.max(0, ...some.map(({ stallMs }) => stallMs))} ms`;
}

function printSummary(): void {
  const over = outcomes.filter(({ stallMs }) => stallMs > stallGoalMs).toSorted((a, b) => b.stallMs - a.stallMs);
  console.log(
    `\n${summary.cases} cases, run ${summary.runs} times, ${summary.skipped} skipped: ${summary.escapes} escapes, ${summary.engineDeaths} engine deaths.`,
  );
  const [load = 0] = loadavg();
  console.log(
    `Longest stall of the engine's loop, in processor time: ${summary.longestStallMs} ms. The goal of ${stallGoalMs} ms is ${over.length === 0 ? 'met by every run' : `missed by ${over.length} of ${summary.runs} runs`} (load ${load.toFixed(1)} on ${availableParallelism()} cores).`,
  );
  if (isStalled) console.log(`That is over the bound of ${stallBoundMs} ms, which fails the run.`);
  for (const each of escapes) console.log(`escaped  ${placeOf(each)}: ${each.class}: ${each.name}: ${each.why}`);
  for (const each of over)
    console.log(`stalled the engine for ${each.stallMs} ms  ${placeOf(each)}: ${each.class}: ${each.name}`);
  const reasons = Map.groupBy(
    outcomes.filter(({ outcome }) => outcome === 'skipped'),
    ({ why }) => why,
  );
  for (const [why, skipped] of reasons) console.log(`skipped  ${skipped.length}: ${why}`);
}
