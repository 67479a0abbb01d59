import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Case, type Expected, type Message, withoutIds } from './case.ts';

type NodeRed = {
  init(server: unknown, settings: unknown): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  nodes: { getNode(id: string): { receive(message: unknown): void } | null };
};

const mostPorts = 3;
/** Nothing more comes of a case once nothing has come of any for so long. */
const quietMs = 1500;

/** What Node-RED itself sends for each case, every one a node in a flow of its own. `folder` is where it is installed. */
export async function askNodeRed(folder: string, cases: readonly Case[]): Promise<Expected[]> {
  const RED = createRequire(join(folder, 'package.json'))('node-red') as NodeRed;
  const userDir = mkdtempSync(join(tmpdir(), 'heron-node-red-cases-'));
  const found: Expected[] = cases.map(() => ({ outputs: Array.from({ length: mostPorts }, () => []), failures: 0 }));
  let lastMs = performance.now();
  const record = (at: number, port: number, message: Message): void => {
    lastMs = performance.now();
    const one = found[at];
    if (one && port < 0) one.failures += 1;
    else one?.outputs[port]?.push(withoutIds(JSON.parse(JSON.stringify(message))) as Message);
  };
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(cases.flatMap(flowOf)));
  const server = createServer();
  RED.init(server, {
    ...{ userDir, flowFile: 'flows.json', httpAdminRoot: false, httpNodeRoot: false },
    ...{ functionGlobalContext: { record }, logging: { console: { level: 'off' } } },
  });
  try {
    await RED.start();
    await until(() => RED.nodes.getNode(`end-${cases.length - 1}-0`) !== null);
    for (const [at, { messages }] of cases.entries()) {
      for (const message of messages) RED.nodes.getNode(`node-${at}`)?.receive(structuredClone(message));
    }
    lastMs = performance.now();
    await until(() => performance.now() - lastMs > quietMs);
  } finally {
    await RED.stop();
    rmSync(userDir, { recursive: true, force: true });
  }
  return found;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries > 3000) throw new Error('Node-RED did not get there within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function flowOf({ type, settings }: Case, at: number): object[] {
  const z = `tab-${at}`;
  const place = { z, x: 0, y: 0 };
  const recorder = (id: string, port: number): object => ({
    ...{ id, ...place, type: 'function', outputs: 0, wires: [] },
    func: `global.get('record')(${at}, ${port}, msg);`,
  });
  const ends = Array.from({ length: mostPorts }, (_, port) => recorder(`end-${at}-${port}`, port));
  return [
    { id: z, type: 'tab', label: z },
    { ...settings, id: `node-${at}`, ...place, type, wires: ends.map((_, port) => [`end-${at}-${port}`]) },
    { id: `catch-${at}`, ...place, type: 'catch', scope: [`node-${at}`], wires: [[`failed-${at}`]] },
    recorder(`failed-${at}`, -1),
    ...ends,
  ];
}
