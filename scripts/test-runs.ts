import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { colouredLikeHere, runNode } from './processes.ts';
import { afterSecondLook, filesToLookAtAgain } from './second-look.ts';
import { indent, root } from './steps.ts';
import type { Failure, FileTally, Tally } from './tally-reporter.ts';

/** What became of a project's tests. `unsteady` are counted as passed: they failed in company and passed alone (second-look.ts). */
export type Sum = Pick<FileTally, 'passed' | 'failed' | 'skipped'> & { unsteady: Failure[] };

type Run = { tally: Tally; unsteady: Failure[]; output: string };

/** A run that hangs is ended, and counts as broken off. */
const limitMs = 45 * 60_000;

/** Those that share a process, and the others; those that are run two at a time, and those that need the machine (vitest.config.ts). */
const parts: Partial<Record<string, readonly string[]>> = { unit: ['sharing', 'apart'], e2e: ['together', 'alone'] };

/** Runs the tests of one vitest project and prints one line, and what failed. A project without a test is a failure. */
export async function runTests(project: string): Promise<Sum> {
  const startedAt = performance.now();
  const runs: Run[] = [];
  for (const part of parts[project] ?? [undefined]) runs.push(await run(project, { HERON_TEST_PART: part }));
  const files = runs.flatMap(({ tally }) => tally.files);
  const sum: Sum = {
    passed: files.reduce((all, { passed }) => all + passed, 0),
    failed: [...runs.flatMap(({ tally }) => tally.outside), ...files.flatMap(({ failed }) => failed)],
    skipped: files.flatMap(({ skipped }) => skipped),
    unsteady: runs.flatMap(({ unsteady }) => unsteady),
  };
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const verdict = sum.failed.length === 0 ? 'passed' : 'FAILED';
  const figures = `${sum.passed} passed, ${sum.failed.length} failed, ${sum.skipped.length} skipped`;
  console.log(`${verdict}  ${project} tests (${figures}; ${seconds} s)`);
  if (files.length > 0) console.log(indent(`longest: ${longest(files).join(', ')}`));
  for (const { output } of runs) if (output) console.log(indent(output));
  return sum;
}

function longest(files: FileTally[]): string[] {
  const sorted = files.toSorted((one, other) => other.ms - one.ms).slice(0, 8);
  return sorted.map(({ file, ms }) => `${file} ${Math.round(ms / 1000)} s`);
}

/** The project, and what failed of it once more. Its output is that of the runs with a failure. */
async function run(project: string, environment: NodeJS.ProcessEnv = {}): Promise<Run> {
  const first = await collect(project, [], environment);
  const again = filesToLookAtAgain(first.tally);
  if (again.length === 0) return { ...first, unsteady: [] };
  const second = await collect(project, again, { ...environment, HERON_TEST_PART: undefined });
  return { ...afterSecondLook(first.tally, second.tally), output: `${first.output}\nonce more:\n${second.output}` };
}

async function collect(
  project: string,
  files: string[],
  environment: NodeJS.ProcessEnv,
): Promise<Omit<Run, 'unsteady'>> {
  const folder = await mkdtemp(join(tmpdir(), 'heron-tally-'));
  const file = join(folder, 'tally.json');
  const reporters = ['--reporter=minimal', `--reporter=${join(root, 'scripts/tally-reporter.ts')}`];
  const options = ['--project', project, '--silent=passed-only', ...reporters];
  if (files.length > 0) options.push('--maxWorkers=1', ...files);
  const { stdout, stderr } = await runNode(['node_modules/vitest/vitest.mjs', 'run', ...options], {
    cwd: root,
    env: { ...colouredLikeHere(), ...environment, HERON_TALLY: file },
    timeoutMs: limitMs,
  });
  try {
    const tally = JSON.parse(await readFile(file, 'utf8')) as Tally;
    if (tally.files.every(({ passed, failed }) => passed + failed.length === 0)) {
      tally.outside.push({ test: `${project} tests`, message: 'no test was executed' });
    }
    const failed = tally.outside.length > 0 || tally.files.some((each) => each.failed.length > 0);
    return { tally, output: failed ? `${stdout}\n${stderr}` : '' };
  } catch {
    const outside = [{ test: `${project} tests`, message: 'the run broke off' }];
    return { tally: { files: [], outside }, output: `${stdout}\n${stderr}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
