import { expect, test } from 'vitest';
import { Manifest } from '../../../contract/manifest.ts';
import { asker, never, openPermissions, questions } from './fixtures/open-permissions.ts';

const manifest = Manifest.parse({
  id: 'caller',
  version: '1.0.0',
  engines: { heron: '*' },
  name: 'Caller',
  description: 'Calls.',
  tier: 'isolate',
  permissions: [{ capability: 'secrets', reason: 'It signs in.' }],
  secrets: [{ name: 'token', reason: 'To sign in.', hosts: ['a.example', 'b.example'] }],
  limits: { memoryMb: 64, cpuMs: 1000, wallMs: 1000 },
  actions: {},
});

test('who is asked for a secret sees the hosts it goes to; one that the manifest does not name is refused', async () => {
  const { permissions } = openPermissions({ manifest: () => manifest });
  const who = asker();
  const need = (target: string) => {
    const wanted = { capability: 'secrets', target, detail: 'trust me' } as const;
    return { workerId: 'caller', taskIds: ['t1'], action: 'sign-in', need: wanted };
  };
  const waiting = permissions.ensure(who, [need('token')], never);
  const [question] = await questions({ permissions }, 1);
  expect(question).toMatchObject({
    reason: 'It signs in.',
    need: { capability: 'secrets', target: 'token', detail: 'to send it to a.example, b.example' },
  });
  await permissions.answer([{ requestId: question?.id ?? '', answer: 'always' }]);
  await waiting;
  await expect(permissions.ensure(who, [need('other')], never)).rejects.toMatchObject({ code: 'not-declared' });
});
