/**
 * Runs the cases of n8n-cases/ with n8n itself, keeps what it gave under tests/fixtures/n8n, and writes into docs/guide/import.md how
 * often Heron gives the same. `--only-page`: only the latter; `--only files,feeds`: only those cases. `node scripts/n8n-cases.ts`
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPeer, peerPackages } from './bench-engine/peers.ts';
import { cases } from './n8n-cases/all.ts';
import { agreement, withAgreement } from './n8n-cases/agreement.ts';
import { carryOut } from './n8n-cases/carry-out.ts';
import { openOracle } from './n8n-cases/oracle.ts';

const root = dirname(import.meta.dirname);
if (!process.argv.includes('--only-page')) await askN8n();
const page = join(root, 'docs/guide/import.md');
if (!process.argv.includes('--only'))
  writeFileSync(page, withAgreement(readFileSync(page, 'utf8'), await agreement(root, carryOut)));
// What n8n has opened would keep the process.
process.exit();

async function askN8n(): Promise<void> {
  const installed = await installPeer('n8n');
  if ('reason' in installed) throw new Error(`n8n cannot be installed: ${installed.reason}`);
  // It tells the errors of nodes on the console, which are what some cases are about, and some a second time where nobody listens.
  console.error = () => undefined;
  console.log = () => undefined;
  process.on('unhandledRejection', () => undefined);
  process.on('uncaughtException', () => undefined);
  process.env['N8N_USER_FOLDER'] = join(installed.folder, 'home');
  const oracle = openOracle(installed.folder);
  const folder = join(root, 'tests/fixtures/n8n');
  mkdirSync(folder, { recursive: true });
  const only = process.argv[process.argv.indexOf('--only') + 1]?.split(',');
  const wanted = process.argv.includes('--only') ? only : undefined;
  for (const [name, list] of Object.entries(cases)) {
    if (wanted && !wanted.includes(name)) continue;
    const lines: string[] = [];
    for (const one of list) {
      const expected = await oracle.run(one).catch((error: Error) => ({ error: error.message }));
      lines.push(JSON.stringify({ ...one, expected }));
    }
    const version = peerPackages.n8n['n8n-nodes-base'];
    writeFileSync(join(folder, `${name}.json`), `{"n8n":"${version}","cases":[\n${lines.join(',\n')}\n]}\n`);
    process.stdout.write(`${name}: ${list.length}\n`);
  }
}
