import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

const unitMs = { seconds: 1000, minutes: 60_000, hours: 3_600_000 };
const longestMs = 24 * unitMs.hours;

export const wait: ActionRun<Actions['wait']['input'], Actions['wait']['output']> = async (input, context) => {
  const waitedMs = input.duration * unitMs[input.unit];
  if (waitedMs > longestMs) fail('invalid-input', 'It waits for 24 hours at most', { field: 'duration' });
  const begin = context.now();
  for (let passed = 0; passed < waitedMs; passed = context.now() - begin) {
    const left = waitedMs - passed;
    context.progress({ percent: (passed / waitedMs) * 100, text: `${Math.ceil(left / 1000)} seconds left` });
    await context.sleep(Math.min(left, 1000));
  }
  return { waitedMs };
};
