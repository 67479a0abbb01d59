import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildStamp, isBuildFresh } from './build-freshness.js';
import { runNode } from './processes.ts';

/** What each file of the built page may weigh when it is sent, in KiB after gzip. Files are named without their hash. */
export const budgets: Record<string, number> = {
  'index.css': 13.5,
  'index.js': 280,
  // What reads Markdown.
  'rich-text.js': 156,
  // What draws formulas, for a message that has some.
  'maths.js': 80,
  // The canvas with its frames and what starts a workflow, and what merges the changes of several windows.
  'builder.js': 122,
  // What code, JSON and expressions are written in, and the grammars of programs; each when there is such a field.
  'code-editor.js': 123,
  'code-editor-javascript.js': 34,
  'code-editor-python.js': 20,
  'timeline.js': 40,
  'settings.js': 40,
  'uPlot.esm.js': 23,
};

/** For a file that is not listed. */
export const otherBudget = 12;

export type Weight = { name: string; kib: number };

/** The files of the built page, each name once: what several share is added up. */
export function weigh(folder: string): Weight[] {
  const weights = new Map<string, number>();
  for (const file of readdirSync(folder)) {
    const name = file.replace(/-[\w-]{8}(?=\.\w+$)/, '');
    weights.set(name, (weights.get(name) ?? 0) + gzipSync(readFileSync(join(folder, file))).length / 1024);
  }
  return [...weights].map(([name, kib]) => ({ name, kib })).toSorted((a, b) => b.kib - a.kib);
}

/** One line for each file that is over its limit, and for each limit without a file. */
export function overBudget(weights: readonly Weight[], limits = budgets, other = otherBudget): string[] {
  const over = weights.flatMap(({ name, kib }) => {
    const limit = limits[name] ?? other;
    const more = kib - limit;
    return more > 0 ? `${name} is ${kib.toFixed(1)} KiB after gzip, ${more.toFixed(1)} more than its ${limit}` : [];
  });
  const names = new Set(weights.map(({ name }) => name));
  const gone = Object.keys(limits).filter((name) => !names.has(name));
  return [...over, ...gone.map((name) => `${name} has a limit and is not in the page: take its line out`)];
}

async function main(): Promise<void> {
  const root = join(import.meta.dirname, '..');
  if (!existsSync(join(root, buildStamp)) || !isBuildFresh(root)) {
    const built = await runNode(['scripts/build.ts'], { cwd: root });
    if (built.code !== 0) throw new Error(`The build failed:\n${built.stdout}${built.stderr}`);
  }
  const weights = weigh(join(root, 'out/renderer/assets'));
  const problems = overBudget(weights);
  for (const { name, kib } of weights) console.log(`${kib.toFixed(1).padStart(7)} KiB  ${name}`);
  if (problems.length === 0) return;
  console.error(
    `${problems.join('\n')}\nLoad later what the first screen does not show, or raise the limit in scripts/page-budgets.ts.`,
  );
  process.exitCode = 1;
}

if (import.meta.main) await main();
