import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeBroker } from '../fake-broker.ts';
import { findProgram } from '../programs/find-program.ts';

const value = 'corr3ct horse';
const path = resticPath();

function resticPath(): string | undefined {
  try {
    return findProgram('restic', process.env['PATH'] ?? '').path;
  } catch {
    return undefined;
  }
}

type Wish = { args?: (folder: string) => string[]; variable?: string; text?: (handle: string) => string };

/** Runs restic with a handle in its environment, and gives what it left in its folder. */
async function initWith(
  { args, variable = 'RESTIC_PASSWORD', text = (handle) => handle }: Wish,
  programs: ['restic'] | undefined,
) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-restic-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const broker = startFakeBroker({
    allow: [
      { capability: 'shell', target: path ?? '', exact: true },
      { capability: 'secrets', target: 'backup' },
    ],
    secrets: [{ name: 'backup', reason: 'To lock it.', hosts: ['localhost'], ...(programs ? { programs } : {}) }],
    kept: { backup: { value, hosts: [] } },
  });
  onTestFinished(() => broker.end());
  const session = broker.open();
  const { handle: secret } = await session.ask('secrets.handle', { name: 'backup' });
  const usual = [`--repo=${folder}/kept`, '--json', '--no-cache', 'init'];
  const { handle } = await session.ask('shell.open', {
    ...{ program: 'restic', args: args?.(folder) ?? usual, cwd: null, input: null },
    environment: { [variable]: text(secret) },
  });
  for (;;) if ('exit' in (await session.ask('shell.next', { handle }))) break;
  expect(JSON.stringify(broker.record)).not.toContain(value);
  return readdirSync(folder);
}

test.skipIf(!path)(
  'restic is handed the password of a repository on this machine (skipped without restic)',
  async () => {
    expect(await initWith({}, ['restic'])).toEqual(['kept']);
  },
);

test.skipIf(!path).each<[string, Wish, ['restic'] | undefined]>([
  ['a secret that is not for restic', {}, undefined],
  [
    'a repository elsewhere',
    { args: () => ['--repo=rest:http://127.0.0.1:9/', '--json', '--no-cache', 'init'] },
    ['restic'],
  ],
  [
    'an option that starts a program',
    { args: (folder) => [`--repo=${folder}/kept`, '--json', '--no-cache', 'init', '-o', 'sftp.command=id'] },
    ['restic'],
  ],
  ['another variable', { variable: 'RESTIC_REPOSITORY' }, ['restic']],
  ['more than the password', { text: (handle) => `x${handle}` }, ['restic']],
])('nothing is started for %s (skipped without restic)', async (_what, wish, programs) => {
  await expect(initWith(wish, programs)).rejects.toMatchObject({ code: 'invalid-input' });
});
