import { expect, test } from 'vitest';
import { access, makeId, openPermissions } from './fixtures/open-permissions.ts';

const reading = (target: string, workerId = 'archive') => ({
  workerId,
  need: { capability: 'files.read' as const, target },
});

test('what is allowed ahead is a grant like any other: canonical, told, once, and taken back', async () => {
  const { permissions, events } = openPermissions();
  expect(permissions.isAllowedAhead(reading('/link/docs'))).toBe(false);
  const [grant] = await permissions.allowAhead([reading('/link/docs')]);
  expect(grant).toMatchObject({ target: '/real/docs', match: 'below', scope: 'always', capability: 'files.read' });
  expect(events.last('permission.granted', { workerId: 'archive' })?.payload).toEqual({ grant });
  expect(await permissions.allowAhead([reading('/link/docs'), reading('/real/docs/inner')])).toEqual([]);
  await permissions.authorize(access(makeId('run'), '/real/docs/a'));
  await expect(
    permissions.authorize(access(makeId('run'), '/real/docs/a', { capability: 'files.write' })),
  ).rejects.toMatchObject({ code: 'permission-missing' });
  await permissions.revoke(grant?.id ?? '');
  expect(permissions.isAllowedAhead(reading('/link/docs'))).toBe(false);
});

test('what no permission can open, what is not declared and what is not there give nothing', async () => {
  const { permissions } = openPermissions();
  const both = permissions.allowAhead([reading('/docs'), reading('/system/keys')]);
  await expect(both).rejects.toMatchObject({ code: 'permission-denied', details: { rule: 'system path' } });
  const net = { workerId: 'archive', need: { capability: 'net' as const, target: 'example.com' } };
  await expect(permissions.allowAhead([net])).rejects.toMatchObject({ code: 'not-declared' });
  await expect(permissions.allowAhead([reading('/docs', 'nobody')])).rejects.toMatchObject({ code: 'not-found' });
  expect(permissions.grants()).toEqual([]);
});
