import { writeFileSync } from 'node:fs';
import type { SerializedError, TestCase, TestModule } from 'vitest/node';
import type { CaseRecord } from '../tests/security/case.ts';

export type SecurityOutcome = CaseRecord & { outcome: 'held' | 'escaped' | 'skipped'; why?: string };

export type SecurityReport = { outcomes: SecurityOutcome[]; deaths: string[] };

/** Hands what each hostile case came to, to scripts/security.ts. */
export default class SecurityReporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env['HERON_SECURITY'];
    if (!file) throw new Error('HERON_SECURITY names the file for the outcomes.');
    const report: SecurityReport = {
      outcomes: modules.flatMap(outcomesOf),
      // The engine lives in the test's own process: when that ends, or something in it is thrown unheard, so did the engine.
      deaths: unhandledErrors.map(({ message }) => message),
    };
    writeFileSync(file, JSON.stringify(report));
  }
}

function outcomesOf(module: TestModule): SecurityOutcome[] {
  return [...module.children.allTests()].flatMap((test) => outcomeOf(test) ?? []);
}

function outcomeOf(test: TestCase): SecurityOutcome | undefined {
  const record = test.meta().security;
  if (!record) return undefined;
  const result = test.result();
  switch (result.state) {
    case 'passed':
      return { ...record, outcome: 'held' };
    case 'skipped':
      return { ...record, outcome: 'skipped', why: result.note ?? 'no reason given' };
    default:
      return { ...record, outcome: 'escaped', why: result.errors?.[0]?.message ?? 'did not finish' };
  }
}
