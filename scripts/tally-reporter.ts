import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { SerializedError, TestCase, TestModule } from 'vitest/node';

export type Failure = { test: string; message: string };

/** What became of one test file; `ms` has its setting up in it. */
export type FileTally = {
  file: string;
  ms: number;
  passed: number;
  failed: Failure[];
  skipped: { test: string; reason: string }[];
};

/** Figures of a run of vitest. `outside`: what failed outside any test. */
export type Tally = { files: FileTally[]; outside: Failure[] };

/** Hands a test run's figures to scripts/test.ts: vitest's own JSON leaves out why a test was skipped. */
export default class TallyReporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env['HERON_TALLY'];
    if (!file) throw new Error('HERON_TALLY names the file for the figures.');
    const outside = unhandledErrors.map(({ message }) => ({ test: 'outside any test', message }));
    writeFileSync(file, JSON.stringify({ files: modules.map(tallyOf), outside } satisfies Tally));
  }
}

function tallyOf(module: TestModule): FileTally {
  const file = relative(process.cwd(), module.moduleId);
  const { duration, collectDuration, setupDuration } = module.diagnostic();
  const ms = Math.round(duration + collectDuration + setupDuration);
  const tally: FileTally = { file, ms, passed: 0, failed: [], skipped: [] };
  for (const { message } of module.errors()) tally.failed.push({ test: file, message });
  for (const suite of module.children.allSuites()) {
    for (const { message } of suite.errors()) tally.failed.push({ test: `${file} > ${suite.fullName}`, message });
  }
  for (const testCase of module.children.allTests()) {
    const test = `${file} > ${testCase.fullName}`;
    const result = testCase.result();
    if (result.state === 'passed') tally.passed += 1;
    else if (result.state === 'skipped') tally.skipped.push({ test, reason: result.note ?? reasonFor(testCase) });
    else tally.failed.push({ test, message: result.errors?.[0]?.message ?? 'did not finish' });
  }
  return tally;
}

function reasonFor(testCase: TestCase): string {
  if (testCase.options.mode === 'todo') return 'to be written';
  if (testCase.parent.errors().length > 0) return 'its group failed to start';
  return reasonInTitle(testCase.fullName) ?? 'no reason given';
}

/** Titles end with the reason, before the rows they prove: `the window (skipped: there is no display)`, `… (needs openssl) [X-01]`. */
function reasonInTitle(title: string): string | undefined {
  return /\((?:skipped:? )?([^()]+)\)(?= > | \[|$)/.exec(title)?.[1];
}
