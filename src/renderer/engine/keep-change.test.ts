import { ORPCError } from '@orpc/client';
import { beforeEach, expect, test } from 'vitest';
import { useToasts } from '../ui/toast-store.ts';
import { type Change, keepChange, putChange, useOpenClash } from './keep-change.ts';

type Fields = { place?: string; speed?: number; options?: Record<string, number> };

beforeEach(() => useToasts.setState({ toasts: [] }));

let things = 0;

/** A thing that others may change too; its hash counts the changes, and a change is written whole. */
function thing(kept: Fields) {
  let changes = 0;
  things += 1;
  const title = `Thing ${things} was changed`;
  const reading = () => ({ fields: kept, hash: String(changes) });
  const set = (next: Fields): void => {
    changes += 1;
    kept = next;
  };
  function changeTo(after: Fields, from = reading()): Change<Fields> {
    return {
      ...{ title, before: from.fields, after, hash: from.hash },
      read: async () => reading(),
      write: async (changed, { fields, hash }) => {
        if (hash !== String(changes)) {
          throw new ORPCError('CONFLICT', { data: { code: 'conflict', message: 'changed meanwhile' } });
        }
        set(JSON.parse(JSON.stringify({ ...fields, ...changed })) as Fields);
      },
    };
  }
  return { changeTo, reading, set, now: () => kept };
}

async function clash() {
  await expect.poll(() => useOpenClash.getState().clash).toBeDefined();
  return useOpenClash.getState().clash;
}

function undo(): void {
  useToasts.getState().toasts.at(-1)?.action?.onSelect();
}

test('a change is kept and told, and Undo puts back what it changed, also what was not there', async () => {
  const one = thing({ speed: 1 });
  expect(await keepChange(one.changeTo({ speed: 2, place: 'here' }))).toBe(true);
  expect(one.now()).toEqual({ speed: 2, place: 'here' });
  one.set({ ...one.now(), options: { depth: 1 } });
  undo();
  await expect.poll(() => one.now()).toEqual({ speed: 1, options: { depth: 1 } });
  expect(useToasts.getState().toasts).toHaveLength(1);
});

test('what changes nothing is neither written nor told', async () => {
  const one = thing({ speed: 1 });
  expect(await keepChange(one.changeTo({ speed: 1 }))).toBe(true);
  expect([one.reading().hash, useToasts.getState().toasts]).toEqual(['0', []]);
});

test('a change goes on top of what somebody else changed meanwhile, in a group too [GW-02]', async () => {
  const one = thing({ speed: 1, options: { depth: 1, width: 1 } });
  const mine = one.changeTo({ speed: 1, options: { depth: 2, width: 1 } });
  one.set({ speed: 5, options: { depth: 1, width: 7 } });
  expect(await putChange(mine)).toBe(true);
  expect(one.now()).toEqual({ speed: 5, options: { depth: 2, width: 7 } });
  expect(useToasts.getState().toasts).toEqual([]);
});

test('where both changed the same the person says which holds, and keeping the other is no change [GW-02]', async () => {
  const one = thing({ speed: 1, place: 'here' });
  const mine = one.changeTo({ speed: 2, place: 'here' });
  one.set({ speed: 3, place: 'there' });
  const first = keepChange(mine);
  const open = await clash();
  expect(open?.rows).toEqual([{ key: 'speed', mine: '2', theirs: '3' }]);
  open?.settle(false);
  expect([await first, one.now(), useToasts.getState().toasts]).toEqual([false, { speed: 3, place: 'there' }, []]);
  const second = keepChange(mine);
  (await clash())?.settle(true);
  expect([await second, one.now()]).toEqual([true, { speed: 2, place: 'there' }]);
  expect(useOpenClash.getState().clash).toBeUndefined();
});

test('Undo asks, too, when somebody else has changed it since', async () => {
  const one = thing({ speed: 1 });
  await keepChange(one.changeTo({ speed: 2 }));
  one.set({ speed: 9 });
  undo();
  const open = await clash();
  expect(open?.rows).toEqual([{ key: 'speed', mine: '1', theirs: '9' }]);
  open?.settle(false);
  await expect.poll(() => useOpenClash.getState().clash).toBeUndefined();
  expect(one.now()).toEqual({ speed: 9 });
});

test('Undo of what went before another’s change brings that back', async () => {
  const one = thing({ speed: 1 });
  const mine = one.changeTo({ speed: 2 });
  one.set({ speed: 3 });
  const keeping = keepChange(mine);
  (await clash())?.settle(true);
  expect([await keeping, one.now()]).toEqual([true, { speed: 2 }]);
  undo();
  await expect.poll(() => one.now()).toEqual({ speed: 3 });
});

test('changes of one’s own, one right after the other, are no clash, and Undo takes back the last', async () => {
  const one = thing({ speed: 1 });
  const seen = one.reading();
  await Promise.all([
    keepChange(one.changeTo({ speed: 2 }, seen)),
    keepChange(one.changeTo({ speed: 3 }, seen)),
    keepChange(one.changeTo({ speed: 4 }, seen)),
  ]);
  expect(one.now()).toEqual({ speed: 4 });
  undo();
  await expect.poll(() => one.now()).toEqual({ speed: 3 });
});

test('what is wrong with a change is an error, and the next one goes on', async () => {
  const one = thing({ speed: 1 });
  const wrong = { ...one.changeTo({ speed: 2 }), write: () => Promise.reject(new Error('too fast')) };
  await expect(keepChange(wrong)).rejects.toThrow('too fast');
  expect(await keepChange(one.changeTo({ speed: 3 }))).toBe(true);
});
