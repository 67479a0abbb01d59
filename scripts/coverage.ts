import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { runNode } from './processes.ts';
import { writeSection } from './quality-page.ts';
import { root } from './steps.ts';

/**
 * How much of the thinking part its unit and contract tests go through, measured by V8: the engine, the tools, memory, what is parsed and
 * what models are told. What runs in processes of its own, and what end-to-end tests reach besides, is not counted. Fails below the least.
 * With names of parts only those, and with `--contract` only some contract tests: that is printed, and written nowhere
 * (`npm run coverage -- memory --contract tests/contract/memory.test.ts`).
 */
const least = 80;
const aim = 80;

const parts: Record<string, string[]> = {
  engine: ['src/main/orchestrator'],
  tools: ['src/main/workers/registry', 'src/main/workers/broker', 'src/main/workers/mcp'],
  memory: ['src/main/features/memory', 'src/main/models/context'],
  parsing: ['src/main/features/plans', 'src/contract'],
  prompts: ['src/main/features/prompts', 'src/main/features/agents'],
};

const allContract = 'tests/contract';
const { values, positionals } = parseArgs({
  options: { contract: { type: 'string', default: allContract } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0) {
  throw new Error(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
}
const isWhole = positionals.length === 0 && values.contract === allContract;
const measured = Object.entries(parts).filter(([name]) => positionals.length === 0 || positionals.includes(name));

/** Golden prompts stand beside the engine, whose parts they are made of. */
const besides = ['src/main/engine/golden-prompts.test.ts', values.contract];

type Counted = { total: number; covered: number };
type Summary = Record<string, { lines: Counted; branches: Counted }>;

const folder = mkdtempSync(join(tmpdir(), 'heron-coverage-'));
try {
  const summary = await measure();
  const rows = measured.map(([part, folders]) => ({ part, folders, ...sumOf(summary, folders) }));
  for (const { part, lines, branches } of rows) console.log(`${part}: ${lines} % of lines, ${branches} % of branches`);
  if (isWhole) writeSection('npm run coverage', sectionOf(rows));
  const low = rows.filter(({ lines }) => lines < least);
  for (const { part, lines } of low) console.error(`${part}: ${lines} % of lines, expected at least ${least} %`);
  if (low.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<Summary> {
  const folders = measured.flatMap(([, each]) => each);
  const settings = [
    '--coverage.enabled',
    '--coverage.reporter=json-summary',
    `--coverage.reportsDirectory=${folder}`,
    ...folders.map((each) => `--coverage.include=${each}/**/*.ts`),
    ...['**/*.test.ts', '**/fixtures/**', '**/*.generated.ts'].map((each) => `--coverage.exclude=${each}`),
  ];
  const projects = ['--project', 'unit', '--project', 'contract'];
  const patience = ['--testTimeout', '600000'];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...projects, ...patience, ...settings];
  // What is counted takes several times as long; a few random cases go the same ways as many.
  const env = { ...process.env, HERON_PROPERTY_RUNS: '20' };
  const { code, stdout, stderr } = await runNode([...args, ...folders, ...besides], { cwd: root, env });
  if (code !== 0) throw new Error(`The tests failed:\n${stdout.slice(-4000)}${stderr.slice(-4000)}`);
  const read = JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8')) as Summary;
  return Object.fromEntries(Object.entries(read).map(([file, counts]) => [relative(root, file), counts]));
}

function sumOf(summary: Summary, folders: readonly string[]): { lines: number; branches: number } {
  const files = Object.entries(summary).filter(([file]) => folders.some((each) => file.startsWith(`${each}/`)));
  const share = (kind: 'lines' | 'branches'): number => {
    const counts = files.map(([, counted]) => counted[kind]);
    const [covered, total] = [sum(counts.map((one) => one.covered)), sum(counts.map((one) => one.total))];
    return total === 0 ? 0 : Math.round((covered / total) * 1000) / 10;
  };
  return { lines: share('lines'), branches: share('branches') };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

type Row = { part: string; folders: readonly string[]; lines: number; branches: number };

function sectionOf(rows: readonly Row[]): string[] {
  return [
    '## Coverage',
    '',
    `\`npm run coverage\` measures what the unit tests of the thinking part and the contract tests go through; at least ${least} % of lines, ${aim} % is the aim.`,
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
