/** Runs the cases of n8n-cases/ with n8n itself and keeps what it gave under tests/fixtures/n8n. `node scripts/n8n-cases.ts` */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPeer, peerPackages } from './bench-engine/peers.ts';
import { cases } from './n8n-cases/all.ts';
import { openOracle } from './n8n-cases/oracle.ts';

const installed = await installPeer('n8n');
if ('reason' in installed) throw new Error(`n8n cannot be installed: ${installed.reason}`);
// It tells the errors of nodes on the console, which are what some cases are about.
console.error = () => undefined;
console.log = () => undefined;
process.env['N8N_USER_FOLDER'] = join(installed.folder, 'home');
// Some reject twice, the second time where nobody listens.
process.on('unhandledRejection', () => undefined);
const oracle = openOracle(installed.folder);
const folder = join(import.meta.dirname, '../tests/fixtures/n8n');
mkdirSync(folder, { recursive: true });
for (const [name, list] of Object.entries(cases)) {
  const lines: string[] = [];
  for (const one of list) {
    const expected = await oracle.run(one).catch((error: Error) => ({ error: error.message }));
    lines.push(JSON.stringify({ ...one, expected }));
  }
  writeFileSync(join(folder, `${name}.json`), `{"n8n":"${peerPackages.n8n['n8n-nodes-base']}","cases":[\n${lines.join(',\n')}\n]}\n`);
  process.stdout.write(`${name}: ${list.length}\n`);
}
process.exit();
