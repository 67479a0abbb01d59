import { expect, test } from 'vitest';
import { createKeptMessages } from './kept-messages.ts';

const said = (method: string) => ({ jsonrpc: '2.0' as const, method });

test('a client is told again what it missed of its stream, in order, and nothing of another one', async () => {
  const kept = createKeptMessages();
  const first = await kept.storeEvent('one', said('a'));
  await kept.storeEvent('two', said('other'));
  await kept.storeEvent('one', said('b'));
  const third = await kept.storeEvent('one', said('c'));
  const told: unknown[] = [];
  const send = async (id: string, message: object): Promise<void> => void told.push([id, message]);
  expect(await kept.replayEventsAfter(first, { send })).toBe('one');
  expect(told).toEqual([
    ['3', said('b')],
    [third, said('c')],
  ]);
  expect(await kept.getStreamIdForEventId?.('2')).toBe('two');
  for (let count = 0; count < 1001; count += 1) await kept.storeEvent('one', said('more'));
  expect(await kept.getStreamIdForEventId?.(first)).toBeUndefined();
  await expect(kept.replayEventsAfter(first, { send })).rejects.toThrow(/not kept any more/);
});
