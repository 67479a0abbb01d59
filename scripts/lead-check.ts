import { perform, steps } from './steps.ts';

let failed = 0;
for (const step of steps) if (!(await perform(step))) failed += 1;
console.log(failed ? `${failed} FAILED` : 'all passed');
