import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildStamp, isBuildFresh } from './build-freshness.js';
import { runNode } from './processes.ts';

/** What the engine loads before its first answer, each file in KiB. Files are named without their hash. */
export const startBudgets: Record<string, number> = {
  'headless.js': 5,
  'start-command.js': 422,
  'start-engine.js': 1940,
  // What commands that ask a running engine need as well.
  'start-shared.js': 450,
  'paths.js': 3,
  'rolldown-runtime.js': 3,
  // What hosts of workers need as well.
  'hook-action.js': 2,
  'outbox.js': 6,
};

/** The npm packages that are in these files. One that a feature needs later is loaded by `import()` where it is used. */
export const startPackages: readonly string[] = [
  '@orpc/client',
  '@orpc/contract',
  '@orpc/openapi',
  '@orpc/openapi-client',
  '@orpc/server',
  '@orpc/shared',
  '@orpc/standard-server',
  '@orpc/standard-server-fetch',
  '@orpc/standard-server-node',
  '@orpc/standard-server-peer',
  '@pinojs/redact',
  'ajv',
  'atomic-sleep',
  'commander',
  'fast-deep-equal',
  'fast-uri',
  'json-schema-traverse',
  'jsonata',
  'jsonc-parser',
  'on-exit-leak-free',
  'pino',
  'pino-std-serializers',
  'quick-format-unescaped',
  'radash',
  'rou3',
  'safe-stable-stringify',
  'sonic-boom',
  'thread-stream',
  'ulid',
  'ws',
  'zod',
];

export type Loaded = { files: { name: string; kib: number }[]; packages: string[] };

/** All files that some files of the build import, and theirs. `folder`: of the built programs. */
export function loadedBy(folder: string, entries: readonly string[]): Loaded {
  const paths = new Set(entries.map((entry) => join(folder, entry)));
  const packages = new Set<string>();
  for (const path of paths) {
    for (const imported of importsOf(readFileSync(path, 'utf8'))) paths.add(join(dirname(path), imported));
    for (const source of sourcesOf(path)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1];
      if (name) packages.add(name);
    }
  }
  const files = [...paths].map((path) => ({
    name: nameOf(path),
    kib: readFileSync(path).length / 1024,
  }));
  return { files, packages: [...packages].toSorted() };
}

/** The bundler's own code has no sources. */
function sourcesOf(path: string): string[] {
  const map = `${path}.map`;
  return existsSync(map) ? (JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] }).sources : [];
}

/** Imports stand before everything else. */
function importsOf(code: string): string[] {
  const found: string[] = [];
  let rest = code;
  for (;;) {
    const [whole, path] = /^\s*import\b[^;]*?["']([^"']+)["'];?/.exec(rest) ?? [];
    if (whole === undefined || path === undefined) return found;
    if (path.startsWith('.')) found.push(path);
    rest = rest.slice(whole.length);
  }
}

function nameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? '').replace(/-[\w-]{8}(?=\.js$)/, '');
}

/** One line for each file or package that a start loads and need not be told of twice: over its limit, new, or gone. */
export function startProblems({ files, packages }: Loaded, limits = startBudgets, known = startPackages): string[] {
  const names = new Set(files.map(({ name }) => name));
  return [
    ...files.flatMap(({ name, kib }) => {
      const limit = limits[name];
      if (limit === undefined) return `${name} is loaded by every start, and is not in the list`;
      return kib > limit ? `${name} is ${kib.toFixed(0)} KiB, ${(kib - limit).toFixed(1)} more than its ${limit}` : [];
    }),
    ...Object.keys(limits).flatMap((name) => (names.has(name) ? [] : `${name} has a limit and no start loads it`)),
    ...packages.flatMap((name) => (known.includes(name) ? [] : `${name} is a package that every start loads now`)),
    ...known.flatMap((name) => (packages.includes(name) ? [] : `${name} is in the list and no start loads it`)),
  ];
}

async function main(): Promise<void> {
  const root = join(import.meta.dirname, '..');
  if (!existsSync(join(root, buildStamp)) || !isBuildFresh(root)) {
    const built = await runNode(['scripts/build.ts'], { cwd: root });
    if (built.code !== 0) throw new Error(`The build failed:\n${built.stdout}${built.stderr}`);
  }
  const folder = join(root, 'out/main');
  const loaded = loadedBy(folder, ['headless.js', ...globSync('chunks/start-*.js', { cwd: folder })]);
  for (const { name, kib } of loaded.files) console.log(`${kib.toFixed(0).padStart(7)} KiB  ${name}`);
  const problems = startProblems(loaded);
  if (problems.length === 0) return;
  console.error(
    `${problems.join('\n')}\nLoad by import() what no start needs (src/main/base/late.ts), or change the lists in scripts/start-budgets.ts.`,
  );
  process.exitCode = 1;
}

if (import.meta.main) await main();
