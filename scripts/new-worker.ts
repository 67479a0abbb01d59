import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'oxfmt';
import formatting from '../.oxfmtrc.json' with { type: 'json' };
import { WorkerId } from '../src/contract/ids.ts';
import { generate } from './generate.ts';
import { withExcludedWorker, withIncludedWorker } from './new-worker/isolate-list.ts';
import { type NewWorker, workerTemplate } from './new-worker/worker-template.ts';

/** Makes `workers/<id>` and everything that names it. Errors: the id is not one, or is taken. */
export async function newWorker(root: string, worker: NewWorker): Promise<string[]> {
  const { id, tier } = worker;
  const problem = WorkerId.safeParse(id).error?.issues[0]?.message;
  if (problem) throw new Error(`${id} is no id of a worker: ${problem}`);
  const folder = join(root, 'workers', id);
  if (existsSync(folder)) throw new Error(`workers/${id} exists already`);
  await mkdir(folder, { recursive: true });
  const made: string[] = [];
  for (const [name, content] of Object.entries(workerTemplate(worker))) {
    await write(join(folder, name), content);
    made.push(`workers/${id}/${name}`);
  }
  if (tier === 'isolate') {
    await change(join(root, 'tsconfig.isolate.json'), (text) => withIncludedWorker(text, id));
    await change(join(root, 'tsconfig.workers.json'), (text) => withExcludedWorker(text, id));
    made.push('tsconfig.isolate.json', 'tsconfig.workers.json');
  }
  return [...made, ...(await generate(root))];
}

async function change(path: string, edit: (text: string) => string): Promise<void> {
  await write(path, edit(await readFile(path, 'utf8')));
}

async function write(path: string, text: string): Promise<void> {
  const { code } = await format(path, text, formatting);
  await writeFile(path, code);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tier: { type: 'string', default: 'isolate' },
      into: { type: 'string', default: dirname(import.meta.dirname) },
    },
  });
  const [id, ...rest] = positionals;
  const { tier } = values;
  if (id === undefined || rest.length > 0 || (tier !== 'isolate' && tier !== 'node')) {
    throw new Error('Say: npm run new-worker -- <id> [--tier isolate|node]');
  }
  for (const path of await newWorker(values.into, { id, tier })) console.log(`wrote ${path}`);
  console.log(`
Next:
  1. Describe what it does in workers/${id}/manifest.json, then: npm run generate
  2. Do it in workers/${id}/index.ts
  3. Prove it: npx vitest run workers/${id}
  4. npm run check
docs/guide/write-a-worker.md says more.`);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
