import { writeFileSync } from 'node:fs';
import type { TestModule } from 'vitest/node';
import type { CaseRecord } from '../tests/security/case.ts';

export type SecurityOutcome = CaseRecord & { outcome: 'held' | 'escaped' | 'skipped'; why?: string };

/** Hands what each hostile case came to, to scripts/security.ts. */
export default class SecurityReporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const file = process.env['HERON_SECURITY'];
    if (!file) throw new Error('HERON_SECURITY names the file for the outcomes.');
    writeFileSync(file, JSON.stringify(modules.flatMap(outcomesOf)));
  }
}

function outcomesOf(module: TestModule): SecurityOutcome[] {
  return [...module.children.allTests()].flatMap((test) => {
    const record = test.meta().security;
    if (!record) return [];
    const { state, errors, note } = { errors: undefined, note: undefined, ...test.result() };
    if (state === 'passed') return [{ ...record, outcome: 'held' as const }];
    if (state === 'skipped') return [{ ...record, outcome: 'skipped' as const, why: note ?? '' }];
    return [{ ...record, outcome: 'escaped' as const, why: errors?.[0]?.message ?? 'did not finish' }];
  });
}
