import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createInTurn } from './in-turn.ts';

test('each begins when the one before has ended, well or not, and gives its own end', async () => {
  const inTurn = createInTurn();
  const seen: string[] = [];
  const work = (name: string, ms: number) => async (): Promise<string> => {
    seen.push(`${name} begins`);
    await sleep(ms);
    seen.push(`${name} ends`);
    if (name === 'bad') throw new Error('bad');
    return name;
  };
  const ends = await Promise.allSettled([inTurn(work('slow', 20)), inTurn(work('bad', 5)), inTurn(() => 'at once')]);
  expect(seen).toEqual(['slow begins', 'slow ends', 'bad begins', 'bad ends']);
  expect(ends).toMatchObject([{ value: 'slow' }, { reason: { message: 'bad' } }, { value: 'at once' }]);
});
