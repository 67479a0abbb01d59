import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { assembledFiles } from './assembled.ts';
import { actionTypes } from './worker-artifacts/action-types.ts';
import { cataloguePage, workerPage } from './worker-artifacts/catalogue-page.ts';
import { planReference } from './worker-artifacts/plan-reference.ts';
import { englishCatalogue } from './words/catalogue.ts';
import { publishedSchema, publishedSchemas } from './worker-artifacts/published-schema.ts';
import { formatFinding, readWorkerFolders } from './worker-folders.ts';

/** Every generated file below `root` by its path there, with what belongs in it. Errors: a manifest cannot be read. */
export async function generatedFiles(root: string): Promise<Map<string, string>> {
  const folders = readWorkerFolders(root);
  const findings = folders.flatMap((folder) => folder.findings);
  if (findings.length > 0) throw new Error(findings.map(formatFinding).join('\n'));
  const manifests = folders.flatMap((folder) => folder.manifest ?? []);
  const files = new Map<string, string>();
  for (const name of Object.keys(publishedSchemas) as (keyof typeof publishedSchemas)[]) {
    files.set(`resources/${name}`, await publishedSchema(name));
  }
  for (const [path, content] of await assembledFiles(root)) files.set(path, content);
  files.set('src/words/en.json', englishCatalogue(root));
  files.set('docs/guide/plan-reference.md', planReference());
  files.set('docs/guide/workers.md', cataloguePage(manifests));
  for (const manifest of manifests) files.set(`docs/workers/${manifest.id}.md`, workerPage(manifest));
  for (const { manifest, shownAs } of folders) {
    if (manifest) files.set(`${shownAs}/actions.generated.ts`, await actionTypes(manifest));
  }
  return files;
}

/** Writes what changed and names it. */
export async function generate(root: string): Promise<string[]> {
  const stale = await staleFiles(root);
  for (const [path, content] of stale) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return [...stale.keys()];
}

/** The generated files that are missing or not what the manifests say, with what they should be. */
export async function staleFiles(root: string): Promise<Map<string, string>> {
  const stale = new Map<string, string>();
  for (const [path, content] of await generatedFiles(root)) {
    if ((await readFile(join(root, path), 'utf8').catch(() => undefined)) !== content) stale.set(path, content);
  }
  return stale;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      root: { type: 'string', default: dirname(import.meta.dirname) },
    },
  });
  const { root } = values;
  if (!values.check) {
    for (const path of await generate(root)) console.log(`wrote ${path}`);
    return;
  }
  const stale = [...(await staleFiles(root)).keys()];
  for (const path of stale) console.error(`${path} is stale: run npm run generate`);
  if (stale.length > 0) process.exitCode = 1;
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
