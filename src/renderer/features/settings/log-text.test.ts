import { expect, test } from 'vitest';
import { logText } from './log-text.ts';

test('the log is copied oldest first, with details on the line', () => {
  const text = logText([
    { at: 1000, level: 'warn', source: 'runs', message: 'Slow', details: { ms: 4 } },
    { at: 0, level: 'info', source: 'engine', message: 'Started' },
  ]);
  expect(text).toBe(
    '1970-01-01T00:00:00.000Z INFO  engine: Started\n1970-01-01T00:00:01.000Z WARN  runs: Slow {"ms":4}',
  );
});
