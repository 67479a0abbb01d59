import { expect, test } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { registryEvents } from './registry-events.ts';

test('a start that finds the same workers adds nothing to the log; changes and reloads do', async () => {
  const log = createEventLog({ database: openDatabase({ file: ':memory:' }), makeId: createIds(), clock: systemClock });
  const start = (): ReturnType<typeof registryEvents> => registryEvents({ events: log, logger: silentLogger });
  const count = (): number => log.list({ types: ['worker.loaded'] }).length;
  const settled = (): Promise<unknown> => log.append([]);

  start().loaded('text', '1.0.0');
  await settled();
  const second = start();
  second.loaded('text', '1.0.0');
  await settled();
  expect(count()).toBe(1);
  second.loaded('text', '1.0.0');
  await settled();
  expect(count()).toBe(2);
  start().loaded('text', '1.1.0');
  await settled();
  expect(count()).toBe(3);
  start().unloaded('text');
  await settled();
  start().loaded('text', '1.1.0');
  await settled();
  expect(count()).toBe(4);
});
