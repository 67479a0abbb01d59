import { expect, test } from 'vitest';
import { openDatabase } from '../base/database.ts';
import { createEventLog } from '../base/event-log.ts';
import { createIds } from '../base/ids.ts';
import { createRefusedKeys } from './refused-keys.ts';

test('keys that another program has stand in health until they are given, and each change is told once', async () => {
  const log = createEventLog({ database: openDatabase({ file: ':memory:' }), makeId: createIds(), clock: Date.now });
  const told: string[][] = [];
  log.listen((event) => {
    if (event.type === 'keys.refused') told.push(event.payload.keys);
  });
  const keys = createRefusedKeys(log);
  const [probe] = keys.probes();
  expect(probe?.check()).toMatchObject({ state: 'ok' });
  keys.heed([]);
  keys.heed(['Alt+Space']);
  keys.heed(['Alt+Space']);
  expect(probe?.check()).toEqual({ state: 'degraded', message: 'Another program has the keys Alt+Space' });
  keys.heed([]);
  expect(probe?.check()).toMatchObject({ state: 'ok' });
  await expect.poll(() => told).toEqual([['Alt+Space'], []]);
});
