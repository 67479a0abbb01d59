import { perform, steps } from './steps.ts';
import { runTests } from './test-runs.ts';

let failures = 0;
for (const step of steps) if (!(await perform(step))) failures += 1;
const unit = await runTests('unit');
process.exitCode = failures + unit.failed.length > 0 ? 1 : 0;
