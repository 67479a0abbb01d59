import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { callAddress } from '../../src/contract/mcp-handed-on.ts';
import type { Engine } from '../../src/main/engine.ts';
import { serveEngine } from '../../src/main/gateway/serve-engine.ts';
import { openEngine } from './open-engine.ts';

/**
 * Heron's own MCP server, with a door before it: it adds the token, which the suite has no way to send, and puts Heron's names in
 * the place of the suite's, which are fixed. All else comes through as it was sent, names of hosts too.
 */
export async function serveHeron(): Promise<{ url: string; close: () => Promise<void> }> {
  const { engine, folder } = await openEngine('server');
  const names = await addSuite(engine);
  const served = await serveEngine(engine, { version: '0.1.0' });
  const { port } = new URL(await served.gateway.address());
  const door = createServer((from, to) => {
    const own = (door.address() as AddressInfo).port;
    const named = (text: string | undefined): string | undefined => text?.replace(`:${own}`, `:${port}`);
    const headers = {
      ...from.headers,
      host: named(from.headers.host),
      authorization: `Bearer ${served.tokens.apiToken}`,
    };
    if (from.headers.origin !== undefined) Object.assign(headers, { origin: named(from.headers.origin) });
    void pass(from, to, { port, headers, names }).catch(() => to.destroy());
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

const trusted = { trustedSource: true, sensitive: false, trustedSink: true };

/** By the suite's names, what Heron calls it. */
type Names = ReadonlyMap<string, string>;

/** Adds what the suite wants a server to have, and lets it be used, as a person does. */
async function addSuite({ client }: Engine): Promise<Names> {
  const args = [join(import.meta.dirname, 'suite-server.ts')];
  const connection = { transport: 'stdio' as const, command: process.execPath, args, environment: {} };
  const { tools, prompts, reading, error } = await client.mcp.add({ name: 'suite', connection });
  if (error) throw new Error(error.message);
  const keys = [...tools.map(({ name }) => name), ...prompts.map(({ key }) => key), ...(reading ? [reading.key] : [])];
  for (const tool of keys) await client.mcp.setTool({ name: 'suite', tool, policy: 'allow' });
  // What clients send marks their runs, and what is marked goes only where somebody vouches for it.
  await client.settings.update({ policy: { trust: { 'worker:mcp-suite': trusted } } });
  const names = new Map<string, string>();
  for (const { name, action } of [...tools, ...prompts]) if (action !== undefined) names.set(name, action);
  const watched = await client.mcp.call({ action: names.get('test_simple_text') as never, input: {} });
  return names.set('test://watched-resource', callAddress(watched.runId));
}

type Passing = { port: string; headers: IncomingMessage['headers']; names: Names };

async function pass(from: IncomingMessage, to: ServerResponse, { port, headers, names }: Passing): Promise<void> {
  const sent = Buffer.from(renamed((await from.toArray()).join(''), names));
  const { 'content-length': _, 'transfer-encoding': __, ...rest } = headers;
  const length = sent.length > 0 ? { 'content-length': sent.length } : {};
  const { method, url: path } = from;
  const on = request({ host: '127.0.0.1', port, path, method, headers: { ...rest, ...length } });
  to.on('close', () => on.destroy());
  on.end(sent);
  const [answer] = (await once(on, 'response')) as [IncomingMessage];
  to.writeHead(answer.statusCode ?? 502, answer.headers);
  to.flushHeaders();
  const back = new Map([...names].map(([suite, heron]) => [heron, suite]));
  // Whole events, so that no name is cut in two.
  let held = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    held += chunk;
    const end = held.lastIndexOf('\n\n');
    if (end < 0) continue;
    to.write(renamed(held.slice(0, end + 2), back));
    held = held.slice(end + 2);
  }
  to.end(renamed(held, back));
}

/** Names stand in messages as texts of their own. */
function renamed(text: string, names: Names): string {
  return [...names].reduce((all, [from, to]) => all.replaceAll(JSON.stringify(from), JSON.stringify(to)), text);
}
