import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveEngine } from '../../src/main/gateway/serve-engine.ts';
import { openEngine } from './open-engine.ts';

/**
 * Heron's own MCP server, with a door before it that adds the token: the suite has no way to send one. All else comes through as
 * it was sent, names of hosts too.
 */
export async function serveHeron(): Promise<{ url: string; close: () => Promise<void> }> {
  const { engine, folder } = await openEngine('server');
  const served = await serveEngine(engine, { version: '0.1.0' });
  const { port } = new URL(await served.gateway.address());
  const door = createServer((from, to) => {
    const own = (door.address() as AddressInfo).port;
    const named = (text: string | undefined): string | undefined => text?.replace(`:${own}`, `:${port}`);
    const { url, method, headers } = from;
    const sent = { ...headers, host: named(headers.host), authorization: `Bearer ${served.tokens.apiToken}` };
    if (headers.origin !== undefined) Object.assign(sent, { origin: named(headers.origin) });
    const on = request({ host: '127.0.0.1', port, path: url, method, headers: sent }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    on.on('error', () => to.destroy());
    to.on('close', () => on.destroy());
    from.pipe(on);
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}/mcp`,
    async close() {
      door.closeAllConnections();
      door.close();
      await served.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
