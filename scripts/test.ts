import { provideMachine } from './machine.ts';
import { isBuildFresh } from './build-freshness.js';
import { runNode } from './processes.ts';
import { perform, root, steps, type Step } from './steps.ts';
import { runTests, type Sum } from './test-runs.ts';

const build: Step = {
  name: 'build',
  run: () =>
    isBuildFresh(root)
      ? Promise.resolve({ code: 0, stdout: '', stderr: '' })
      : runNode(['scripts/build.ts'], { cwd: root }),
};

const sum: Sum = { passed: 0, failed: [], skipped: [], unsteady: [] };

async function count(step: Step): Promise<void> {
  if (await perform(step)) sum.passed += 1;
  else sum.failed.push({ test: step.name, message: 'see above' });
}

async function countTests(project: string): Promise<void> {
  const { passed, failed, skipped, unsteady } = await runTests(project);
  sum.passed += passed;
  sum.failed.push(...failed);
  sum.skipped.push(...skipped);
  sum.unsteady.push(...unsteady);
}

// What is fetched for the tests comes while the steps need the processors.
const provided = provideMachine();
for (const step of steps) await count(step);
await count({ name: 'browser', run: () => provided });
await countTests('unit');
await countTests('contract');
await countTests('security');
await count(build);
await countTests('e2e');

const firstLine = (message: string) => message.split('\n', 1)[0];
for (const { test, reason } of sum.skipped) console.log(`skipped  ${test}: ${reason}`);
for (const { test, message } of sum.unsteady) console.log(`unsteady ${test}: ${firstLine(message)} (passed alone)`);
for (const { test, message } of sum.failed) console.log(`failed   ${test}: ${firstLine(message)}`);
console.log(`${sum.passed} passed, ${sum.failed.length} failed, ${sum.skipped.length} skipped`);
process.exitCode = sum.failed.length > 0 ? 1 : 0;
