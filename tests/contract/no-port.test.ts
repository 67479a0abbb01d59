import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { findNodeBinary } from '../../src/main/base/node-binary.ts';
import { createEngine } from '../../src/main/engine.ts';
import { serveEngine } from '../../src/main/gateway/serve-engine.ts';

const root = dirname(dirname(import.meta.dirname));

/** Inodes of the TCP sockets on which this process listens, as Linux tells them. */
function listeningHere(): string[] {
  const own = new Set(
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? [];
      } catch {
        return []; // the folder's own, closed by now
      }
    }),
  );
  const rows = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/self/net/${table}`, 'utf8').trim().split('\n').slice(1),
  );
  const listening = rows.map((row) => row.trim().split(/\s+/)).filter(([, , , state]) => state === '0A');
  return listening.map((fields) => fields[9] ?? '').filter((inode) => own.has(inode));
}

test.skipIf(process.platform !== 'linux')(
  'the app as it starts listens on its socket and on no port [X-14]',
  async () => {
    const before = listeningHere();
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    expect(listeningHere().length).toBe(before.length + 1);
    probe.close();
    await once(probe, 'close');

    const place = mkdtempSync(join(tmpdir(), 'heron-no-port-'));
    // As src/main/electron/window-engine.ts starts it.
    const engine = await createEngine({
      ...{ program: 'electron', version: packageJson.version, dataFolder: join(place, 'data'), appFolder: root },
      ...{ nodeBinary: findNodeBinary(root), homeFolder: place, environment: process.env },
    });
    const served = await serveEngine(engine, {
      version: packageJson.version,
      openInterface: async () => ({ kind: 'window' }),
    });
    try {
      expect(listeningHere()).toEqual(before);
      const task = { id: 'time', action: 'clock.now', input: {} };
      const { runId } = await engine.client.runs.start({ plan: { version: 1, title: 'Time', tasks: [task] } });
      await expect
        .poll(async () => (await engine.client.runs.get({ runId })).status, { timeout: 60_000 })
        .toBe('completed');
      expect(listeningHere()).toEqual(before);
    } finally {
      await served.close();
      rmSync(place, { recursive: true, force: true });
    }
  },
);
