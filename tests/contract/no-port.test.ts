import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { serveEngine } from '../../src/main/gateway/serve-engine.ts';
import { createTestEngine } from './test-engine.ts';

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

    const engine = createTestEngine();
    const served = await serveEngine(
      { ...engine, handlers: engine.router, paths: dataPaths(engine.folder), close: async () => undefined },
      { version: '1.0.0', openInterface: async () => ({ kind: 'window' }) },
    );
    expect(listeningHere()).toEqual(before);
    await served.close();
    await engine.close();
  },
);
