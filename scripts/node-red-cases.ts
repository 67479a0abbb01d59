/**
 * Runs the cases of node-red-cases/ with Node-RED itself, keeps what it sent under tests/fixtures/node-red, and writes into
 * docs/guide/import.md how often Heron sends the same. `--only-page`: only the latter. `node scripts/node-red-cases.ts`
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPeer, peerPackages } from './bench-engine/peers.ts';
import { withAgreement } from './n8n-cases/agreement.ts';
import { agreement, keptFile } from './node-red-cases/agreement.ts';
import { cases } from './node-red-cases/cases.ts';
import { askNodeRed } from './node-red-cases/oracle.ts';

const root = dirname(import.meta.dirname);
if (!process.argv.includes('--only-page')) await keep();
const page = join(root, 'docs/guide/import.md');
writeFileSync(page, withAgreement(readFileSync(page, 'utf8'), await agreement(root), 'node-red agreement'));
// What Node-RED has opened would keep the process.
process.exit();

async function keep(): Promise<void> {
  const installed = await installPeer('node-red');
  if ('reason' in installed) throw new Error(`Node-RED cannot be installed: ${installed.reason}`);
  const expected = await askNodeRed(installed.folder, cases);
  const lines = cases.map((one, at) => JSON.stringify({ ...one, expected: expected[at] }));
  const file = join(root, keptFile);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `{"node-red":"${peerPackages['node-red']['node-red']}","cases":[\n${lines.join(',\n')}\n]}\n`);
  process.stdout.write(`${cases.length} cases\n`);
}
