import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { runNode } from './processes.ts';
import { writeSection } from './quality-page.ts';
import { root } from './steps.ts';

/**
 * How much of the thinking part its unit and contract tests go through, measured by V8: the engine, the tools, memory, what is parsed and
 * what models are told. What runs in processes of its own, and what end-to-end tests reach besides, is not counted. Fails below the least.
 * It is measured in pieces, which lie in `out/coverage`: `--piece contract-2` measures one of them anew, `--sum` adds up those that are there.
 * With names of parts only those, and with `--contract` only some contract tests: that is printed, and written nowhere
 * (`npm run coverage -- memory --contract tests/contract/memory.test.ts`).
 */
const least = 80;

const parts: Record<string, string[]> = {
  engine: ['src/main/orchestrator'],
  tools: ['src/main/workers/registry', 'src/main/workers/broker', 'src/main/workers/mcp'],
  memory: ['src/main/features/memory', 'src/main/models/context'],
  parsing: ['src/main/features/plans', 'src/contract'],
  prompts: ['src/main/features/prompts', 'src/main/features/agents'],
};

/** Golden prompts stand beside the engine, whose parts they are made of. */
const besides = 'src/main/engine/golden-prompts.test.ts';
const contract = 'tests/contract';
const shards = [1, 2, 3, 4];
const kept = join(root, 'out', 'coverage');

/** A run of tests, and the arguments of vitest that choose them. */
type Piece = { name: string; project: string; tests: string[] };

const allFolders = Object.values(parts).flat();
const pieces: Piece[] = [
  { name: 'unit', project: 'unit', tests: [...allFolders, besides] },
  ...shards.map((shard) => ({
    ...{ name: `contract-${shard}`, project: 'contract', tests: [`--shard=${shard}/${shards.length}`, contract] },
  })),
];

const { values, positionals } = parseArgs({
  options: { contract: { type: 'string' }, piece: { type: 'string' }, sum: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0) {
  throw new Error(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
}

if (values.piece !== undefined) await keep(pieceCalled(values.piece));
else if (positionals.length > 0 || values.contract !== undefined) await printSome();
else {
  if (!values.sum) for (const piece of pieces) await keep(piece);
  report();
}

function pieceCalled(name: string): Piece {
  const piece = pieces.find((each) => each.name === name);
  if (piece) return piece;
  throw new Error(`There is no piece ${name}; there are ${pieces.map((each) => each.name).join(', ')}`);
}

async function keep(piece: Piece): Promise<void> {
  await measure(piece, allFolders, (file) => {
    mkdirSync(kept, { recursive: true });
    copyFileSync(file, keptFile(piece));
  });
  console.log(`${piece.name} is measured`);
}

function keptFile({ name }: Piece): string {
  return join(kept, `${name}.json`);
}

/** Writes down what all pieces come to. */
function report(): void {
  const missing = pieces.filter((piece) => !existsSync(keptFile(piece)));
  if (missing.length > 0) throw new Error(`Not measured yet: ${missing.map(({ name }) => name).join(', ')}`);
  const rows = rowsOf(addedUp(pieces.map(keptFile)), Object.keys(parts));
  writeSection('npm run coverage', sectionOf(rows));
  const low = rows.filter(({ lines }) => lines < least);
  for (const { part, lines } of low) console.error(`${part}: ${lines} % of lines, expected at least ${least} %`);
  if (low.length > 0) process.exitCode = 1;
}

async function printSome(): Promise<void> {
  const names = positionals.length > 0 ? positionals : Object.keys(parts);
  const folders = names.flatMap((name) => parts[name] ?? []);
  const counted: Counted[] = [];
  const some = [
    { name: 'unit', project: 'unit', tests: [...folders, besides] },
    { name: 'contract', project: 'contract', tests: [values.contract ?? contract] },
  ];
  for (const piece of some) await measure(piece, folders, (file) => counted.push(addedUp([file])));
  rowsOf(merged(counted), names);
}

/** Hits by line and by branch, of each file. */
type Counted = Record<string, { lines: Record<string, number>; branches: Record<string, number> }>;

/** As V8's counts are reported: places and hits of statements, hits of branches. */
type Report = Record<
  string,
  { statementMap: Record<string, { start: { line: number } }>; s: Record<string, number>; b: Record<string, number[]> }
>;

async function measure(
  { tests, project }: Piece,
  folders: readonly string[],
  take: (report: string) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heron-coverage-'));
  const settings = [
    '--coverage.enabled',
    '--coverage.reporter=json',
    `--coverage.reportsDirectory=${folder}`,
    ...folders.map((each) => `--coverage.include=${each}/**/*.ts`),
    ...['**/*.test.ts', '**/fixtures/**', '**/*.generated.ts'].map((each) => `--coverage.exclude=${each}`),
  ];
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--testTimeout', '600000', ...settings];
  // What is counted takes several times as long; a few random cases go the same ways as many.
  const env = { ...process.env, HERON_PROPERTY_RUNS: '20' };
  try {
    const { code, stdout, stderr } = await runNode([...args, ...tests], { cwd: root, env });
    if (code !== 0) throw new Error(`The tests failed:\n${stdout.slice(-4000)}${stderr.slice(-4000)}`);
    take(join(folder, 'coverage-final.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function addedUp(reports: readonly string[]): Counted {
  return merged(reports.map((file) => countedIn(JSON.parse(readFileSync(file, 'utf8')) as Report)));
}

function countedIn(counted: Report): Counted {
  return Object.fromEntries(
    Object.entries(counted).map(([file, { statementMap, s, b }]) => {
      const lines: Record<string, number> = {};
      for (const [id, { start }] of Object.entries(statementMap)) {
        lines[start.line] = Math.max(lines[start.line] ?? 0, s[id] ?? 0);
      }
      const hits = Object.entries(b).flatMap(([id, ways]) => ways.map((hit, way) => [`${id} ${way}`, hit] as const));
      return [relative(root, file), { lines, branches: Object.fromEntries(hits) }];
    }),
  );
}

function merged(all: readonly Counted[]): Counted {
  const whole: Counted = {};
  for (const [file, { lines, branches }] of all.flatMap((one) => Object.entries(one))) {
    const own = (whole[file] ??= { lines: {}, branches: {} });
    for (const [id, hits] of Object.entries(lines)) own.lines[id] = (own.lines[id] ?? 0) + hits;
    for (const [id, hits] of Object.entries(branches)) own.branches[id] = (own.branches[id] ?? 0) + hits;
  }
  return whole;
}

type Row = { part: string; folders: readonly string[]; lines: number; branches: number };

function rowsOf(counted: Counted, names: readonly string[]): Row[] {
  return names.map((part) => {
    const folders = parts[part] ?? [];
    const own = Object.entries(counted).filter(([file]) => folders.some((each) => file.startsWith(`${each}/`)));
    const share = (kind: 'lines' | 'branches'): number => {
      const hits = own.flatMap(([, each]) => Object.values(each[kind]));
      return hits.length === 0 ? 0 : Math.round((hits.filter((hit) => hit > 0).length / hits.length) * 1000) / 10;
    };
    const row = { part, folders, lines: share('lines'), branches: share('branches') };
    console.log(`${part}: ${row.lines} % of lines, ${row.branches} % of branches`);
    return row;
  });
}

function sectionOf(rows: readonly Row[]): string[] {
  return [
    '## Coverage',
    '',
    `\`npm run coverage\` measures what the unit tests of the thinking part and the contract tests go through; at least ${least} % of lines of each part.`,
    '',
    '| part | folders | lines | branches |',
    '|---|---|---|---|',
    ...rows.map(({ part, folders, lines, branches }) => {
      const where = folders.map((each) => `\`${each}\``).join(', ');
      return `| ${part} | ${where} | ${lines.toFixed(1)} % | ${branches.toFixed(1)} % |`;
    }),
    '',
  ];
}
