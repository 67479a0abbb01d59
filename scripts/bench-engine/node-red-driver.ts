import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Driver, serveDriver } from './driver.ts';
import { sendRequests } from './send-requests.ts';
import { items } from './work.ts';

type NodeRed = {
  init(server: unknown, settings: unknown): void;
  start(): Promise<void>;
  httpNode: (request: unknown, response: unknown) => void;
  nodes: { getNode(id: string): { receive(message: unknown): void } | null };
};

const folder = process.argv[2] ?? '';
let count = 0;
let awaited = { count: 0, resolve: (): void => {} };
const arrived = (): void => {
  count += 1;
  if (count === awaited.count) awaited.resolve();
};

await serveDriver(async () => {
  const RED = createRequire(join(folder, 'package.json'))('node-red') as NodeRed;
  const userDir = mkdtempSync(join(tmpdir(), 'heron-bench-node-red-'));
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flows()));
  const server = createServer((request, response) => RED.httpNode(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  RED.init(server, {
    userDir,
    flowFile: 'flows.json',
    httpAdminRoot: false,
    httpNodeRoot: '/',
    functionGlobalContext: { arrived },
    logging: { console: { level: 'off' } },
  });
  await RED.start();
  await waitForNode(RED);
  process.once('disconnect', () => {
    rmSync(userDir, { recursive: true, force: true });
    process.exit(0);
  });
  const { port } = server.address() as AddressInfo;
  const send = (id: string, payload: unknown, ends: number): Promise<void> =>
    new Promise((resolve) => {
      count = 0;
      awaited = { count: ends, resolve };
      RED.nodes.getNode(id)?.receive({ payload });
    });
  return {
    chain10: () => send('chain10-0', 'heron', 1),
    chain1000: () => send('chain1000-0', 'heron', 1),
    values1000: () => send('value-0', 'heron', 1),
    fanOut100: () => send('fan', 'heron', 100),
    loop10000: () => send('loop', items, items.length),
    repeat10000: () => send('round', 0, 1),
    bare10000: { reason: 'its expressions run in nodes only' },
    expressions10000: () => send('map', items, items.length),
    webhook50: () => sendRequests(port, '/hook', 2000, 50),
  } satisfies Driver;
});

async function waitForNode(RED: NodeRed): Promise<void> {
  for (let tries = 0; !RED.nodes.getNode('answer'); tries += 1) {
    if (tries > 500) throw new Error('its flows did not start within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function flows(): unknown[] {
  const code = (id: string, to: string[], func = 'return msg;'): unknown => ({
    id,
    z: 'tab',
    x: 0,
    y: 0,
    type: 'function',
    func,
    outputs: 1,
    wires: [to],
  });
  const chain = (length: number): unknown[] =>
    Array.from({ length }, (_, at) =>
      code(`chain${length}-${at}`, [at === length - 1 ? 'end' : `chain${length}-${at + 1}`]),
    );
  const fan = Array.from({ length: 100 }, (_, at) => `fan-${at}`);
  const split = (id: string, to: string): unknown => ({
    id,
    z: 'tab',
    x: 0,
    y: 0,
    type: 'split',
    splt: '\\n',
    spltType: 'str',
    arraySplt: 1,
    arraySpltType: 'len',
    wires: [[to]],
  });
  const change = (id: string, next: string, to: string): unknown => ({
    id,
    z: 'tab',
    x: 0,
    y: 0,
    type: 'change',
    rules: [{ t: 'set', p: 'payload', pt: 'msg', to, tot: 'jsonata' }],
    wires: [[next]],
  });
  return [
    { id: 'tab', type: 'tab', label: 'bench' },
    code('end', [], "global.get('arrived')(); return null;"),
    ...chain(10),
    ...chain(1000),
    code('fan', fan),
    ...fan.map((id) => code(id, ['end'])),
    rounds(code('round', []) as object),
    split('loop', 'body'),
    code('body', ['end']),
    split('map', 'change'),
    change('change', 'end', "$uppercase(payload.name) & ' ' & payload.id"),
    ...Array.from({ length: 1000 }, (_, at) =>
      change(`value-${at}`, at === 999 ? 'end' : `value-${at + 1}`, 'payload'),
    ),
    { id: 'hook', z: 'tab', x: 0, y: 0, type: 'http in', url: '/hook', method: 'get', wires: [['reply']] },
    code('reply', ['answer'], "msg.payload = 'heron'; return msg;"),
    { id: 'answer', z: 'tab', x: 0, y: 0, type: 'http response', statusCode: '', wires: [] },
  ];
}

/** It hands its message to itself, and on after the last round. */
function rounds(node: object): unknown {
  const func = `msg.payload += 1; return msg.payload < ${items.length} ? [msg, null] : [null, msg];`;
  return { ...node, func, outputs: 2, wires: [['round'], ['end']] };
}
