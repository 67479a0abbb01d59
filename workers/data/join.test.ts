import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, expect, test } from 'vitest';
import worker from './index.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-join-')));
  return () => rmSync(folder, { recursive: true });
});

function save(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('where no column is named, it is the only one that both files have', async () => {
  const allowed = fakeContext({ allow: { read: [folder] } });
  const path = save('orders.csv', 'order,customer,day\n1,ada,Monday\n2,bob,Friday\n');
  const other = save('customers.csv', 'customer,city\nbob,Bonn\n');
  const input = { path, keep: 'matched', limit: 9, overwrite: false } as const;
  const { table } = await worker.actions.join({ ...input, other }, allowed);
  expect(table?.rows).toEqual([[2, 'bob', 'Friday', 'Bonn']]);
  const [none, several] = [save('none.csv', 'city\nBonn\n'), save('several.csv', 'customer,day\nbob,Monday\n')];
  await expect(worker.actions.join({ ...input, other: none }, allowed)).rejects.toMatchObject({
    message: expect.stringContaining('have no column of the same name') as string,
    details: { field: 'on' },
  });
  await expect(worker.actions.join({ ...input, other: several }, allowed)).rejects.toMatchObject({
    message: expect.stringContaining('both have customer, day') as string,
  });
});
