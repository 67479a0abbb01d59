import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { colouredLikeHere, runNode } from './processes.ts';
import { indent, root } from './steps.ts';
import type { Tally } from './tally-reporter.ts';

/** A run that hangs is ended, and counts as broken off. */
const limitMs = 45 * 60_000;

/** Those that share a process, and the others (vitest.config.ts). */
const unitParts = ['sharing', 'apart'];

/** Runs the tests of one vitest project and prints one line, and what failed. A project without a test is a failure. */
export async function runTests(project: string): Promise<Tally> {
  const startedAt = performance.now();
  const parts = [];
  if (project === 'unit') for (const part of unitParts) parts.push(await collect(project, { HERON_UNIT_PART: part }));
  else parts.push(await collect(project));
  const sum: Tally = {
    passed: parts.reduce((all, part) => all + part.sum.passed, 0),
    failed: parts.flatMap((part) => part.sum.failed),
    skipped: parts.flatMap((part) => part.sum.skipped),
    took: parts.flatMap((part) => part.sum.took),
  };
  const output = parts.map((part) => part.output).join('\n');
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const verdict = sum.failed.length === 0 ? 'passed' : 'FAILED';
  const figures = `${sum.passed} passed, ${sum.failed.length} failed, ${sum.skipped.length} skipped`;
  console.log(`${verdict}  ${project} tests (${figures}; ${seconds} s)`);
  if (sum.took.length > 0) console.log(indent(`longest: ${longest(sum).join(', ')}`));
  if (sum.failed.length > 0) console.log(indent(output));
  return sum;
}

function longest({ took }: Tally): string[] {
  const sorted = took.toSorted((one, other) => other.ms - one.ms).slice(0, 8);
  return sorted.map(({ file, ms }) => `${file} ${Math.round(ms / 1000)} s`);
}

async function collect(project: string, environment: NodeJS.ProcessEnv = {}): Promise<{ sum: Tally; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'heron-tally-'));
  const file = join(folder, 'tally.json');
  const reporters = ['--reporter=dot', `--reporter=${join(root, 'scripts/tally-reporter.ts')}`];
  const { stdout, stderr } = await runNode(
    ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--silent=passed-only', ...reporters],
    { cwd: root, env: { ...colouredLikeHere(), ...environment, HERON_TALLY: file }, timeoutMs: limitMs },
  );
  const output = `${stdout}\n${stderr}`;
  try {
    const sum = JSON.parse(await readFile(file, 'utf8')) as Tally;
    if (sum.passed + sum.failed.length === 0) {
      sum.failed.push({ test: `${project} tests`, message: 'no test was executed' });
    }
    return { sum, output };
  } catch {
    return {
      sum: { passed: 0, failed: [{ test: `${project} tests`, message: 'the run broke off' }], skipped: [], took: [] },
      output,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
