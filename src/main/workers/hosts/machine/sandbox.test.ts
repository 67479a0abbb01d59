import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findBubblewrap, probeSandbox } from './sandbox.ts';

const nodeBinary = process.execPath;
const bubblewrap = findBubblewrap();
const program = {
  flags: ['--permission'],
  script: '/app/child.js',
  readable: ['/app', '/workers/a'],
  folder: '/workers/a',
};

test.skipIf(bubblewrap === undefined)('bubblewrap is used where it works (skipped where it is absent)', async () => {
  const sandbox = await probeSandbox({ nodeBinary, bubblewrap });
  expect(sandbox).toMatchObject({ kind: 'bubblewrap', missing: undefined });
  expect(sandbox.describe('node')).toBe('own process, permission model, bubblewrap');
  expect(sandbox.health()).toMatchObject({ name: 'worker sandbox', state: 'ok' });
  const { file, args, environment } = sandbox.command(program);
  expect(file).toBe(bubblewrap);
  expect(environment).toEqual({});
  const line = args.join(' ');
  for (const part of ['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--tmpfs /tmp']) {
    expect(line).toContain(part);
  }
  expect(line).toContain('--ro-bind-try /workers/a /workers/a --chdir /workers/a --seccomp 3 --');
  expect(line).toMatch(/ --permission --allow-fs-read=\/app --allow-fs-read=\/workers\/a \/app\/child\.js$/);
});

test('a bubblewrap that does not work is not used, and health says so', async () => {
  const sandbox = await probeSandbox({ nodeBinary, bubblewrap: '/bin/false' });
  expect(sandbox).toMatchObject({ kind: 'none', missing: undefined });
  expect(sandbox.describe('isolate')).toBe('isolate without Node, in its own process, permission model');
  expect(sandbox.health().state).toBe(process.platform === 'linux' ? 'degraded' : 'ok');
  expect(sandbox.command(program).args).toEqual([
    '--permission',
    '--allow-fs-read=/app',
    '--allow-fs-read=/workers/a',
    '/app/child.js',
  ]);
});

test('without a Node that starts no worker can run', async () => {
  const sandbox = await probeSandbox({ nodeBinary: '/nowhere/node' });
  expect(sandbox.missing).toContain('/nowhere/node');
  expect(sandbox.health()).toMatchObject({ state: 'failed' });
});

test.skipIf(process.platform === 'win32')(
  'without bubblewrap a Node that cannot deny the network holds no worker, and health says why (not on Windows)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heron-old-node-'));
    const oldNode = join(folder, 'node');
    writeFileSync(oldNode, '#!/bin/sh\necho v24.9.0\n', { mode: 0o755 });
    const sandbox = await probeSandbox({ nodeBinary: oldNode, bubblewrap: undefined });
    rmSync(folder, { recursive: true });
    const missing = 'nothing here denies workers the network: Node 25 or bubblewrap is needed, this is Node 24';
    expect(sandbox).toMatchObject({ kind: 'none', missing });
    expect(sandbox.health()).toMatchObject({ state: 'failed', message: `No worker can run: ${missing}` });
  },
);
