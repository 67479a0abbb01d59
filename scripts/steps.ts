import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { colouredLikeHere, runNode, type Outcome } from './processes.ts';

export type Step = { name: string; run(): Promise<Outcome> };

export const root = dirname(import.meta.dirname);

const script = (name: string, ...args: string[]): Step => ({
  name,
  run: () => runNode(args, { cwd: root, env: colouredLikeHere() }),
});

/** What must hold before any test runs. */
export const steps: Step[] = [
  script('format', 'node_modules/oxfmt/bin/oxfmt', '--check'),
  script('lint', 'node_modules/oxlint/bin/oxlint'),
  { name: 'types', run: checkTypes },
  script(
    'boundaries',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--output-type',
    'err-long',
    'src',
    'workers',
  ),
  script('workers', 'scripts/check-workers.ts'),
  script('generated files', 'scripts/generate.ts', '--check'),
  script('page budgets', 'scripts/page-budgets.ts'),
  script('start budgets', 'scripts/start-budgets.ts'),
];

/** Runs a step, prints one line, and its output only where it fails. Resolves to whether it passed. */
export async function perform(step: Step): Promise<boolean> {
  const startedAt = performance.now();
  const outcome = await step.run();
  const passed = outcome.code === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed ? 'passed' : 'FAILED'}  ${step.name} (${seconds} s)`);
  if (!passed) console.log(indent(`${outcome.stdout}\n${outcome.stderr}`));
  return passed;
}

export function indent(text: string): string {
  return text.trim().replaceAll(/^/gm, '    ');
}

/** One compiler run for each runtime, two at a time. */
async function checkTypes(): Promise<Outcome> {
  const waiting = globSync('tsconfig.*.json', { cwd: root }).filter((name) => name !== 'tsconfig.base.json');
  const outcomes: Outcome[] = [];
  const compile = async () => {
    for (let name = waiting.pop(); name; name = waiting.pop()) {
      const compiler = [
        'node_modules/typescript/bin/tsc',
        '--pretty',
        process.stdout.isTTY ? 'true' : 'false',
        '--project',
        name,
      ];
      outcomes.push(await runNode(compiler, { cwd: root, env: colouredLikeHere() }));
    }
  };
  await Promise.all([compile(), compile()]);
  return {
    code: Math.max(...outcomes.map((outcome) => Math.abs(outcome.code))),
    stdout: [...new Set(outcomes.flatMap((outcome) => outcome.stdout.split('\n')))].join('\n'),
    stderr: outcomes.map((outcome) => outcome.stderr).join(''),
  };
}
