import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { SerializedError, TestCase, TestModule } from 'vitest/node';

export type Tally = {
  passed: number;
  failed: { test: string; message: string }[];
  skipped: { test: string; reason: string }[];
  /** Milliseconds of each file, its setting up included. */
  took: { file: string; ms: number }[];
};

/** Hands a test run's figures to scripts/test.ts: vitest's own JSON leaves out why a test was skipped. */
export default class TallyReporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env['HERON_TALLY'];
    if (!file) throw new Error('HERON_TALLY names the file for the figures.');
    writeFileSync(file, JSON.stringify(tally(modules, unhandledErrors)));
  }
}

function tally(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): Tally {
  const sum: Tally = { passed: 0, failed: [], skipped: [], took: [] };
  for (const { message } of unhandledErrors) sum.failed.push({ test: 'outside any test', message });
  for (const module of modules) addModule(sum, module);
  return sum;
}

function addModule(sum: Tally, module: TestModule): void {
  const path = relative(process.cwd(), module.moduleId);
  const { duration, collectDuration, setupDuration } = module.diagnostic();
  sum.took.push({ file: path, ms: Math.round(duration + collectDuration + setupDuration) });
  for (const { message } of module.errors()) sum.failed.push({ test: path, message });
  for (const suite of module.children.allSuites()) {
    for (const { message } of suite.errors()) sum.failed.push({ test: `${path} > ${suite.fullName}`, message });
  }
  for (const testCase of module.children.allTests()) {
    const test = `${path} > ${testCase.fullName}`;
    const result = testCase.result();
    if (result.state === 'passed') sum.passed += 1;
    else if (result.state === 'skipped') sum.skipped.push({ test, reason: result.note ?? reasonFor(testCase) });
    else sum.failed.push({ test, message: result.errors?.[0]?.message ?? 'did not finish' });
  }
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
