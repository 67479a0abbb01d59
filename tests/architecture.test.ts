import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runNode } from '../scripts/processes.ts';
import { forbiddenImports, innocentFiles, wrongGlobals } from './forbidden-imports.ts';

const root = dirname(import.meta.dirname);
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

type Violation = { rule: { name: string }; from: string; to: string };
type Cruise = {
  modules: { source: string }[];
  summary: { violations: Violation[]; ruleSetUsed: { forbidden: { name: string }[] } };
};

/** dependency-cruiser with the project's rules over `src` and `workers` below `folder`. */
async function cruise(folder: string): Promise<Cruise> {
  const config = join(root, '.dependency-cruiser.cjs');
  const outcome = await runNode([cruiser, '--config', config, '--output-type', 'json', 'src', 'workers'], {
    cwd: folder,
  });
  expect(outcome.stderr).toBe('');
  return JSON.parse(outcome.stdout) as Cruise;
}

function sourceFiles(): string[] {
  return globSync(['src/**/*.{ts,tsx}', 'workers/**/*.ts'], { cwd: root })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !path.includes('/fixtures/'));
}

describe('who may import whom', () => {
  let own: Cruise;
  beforeAll(async () => {
    own = await cruise(root);
  }, 180_000);

  test('no import in src or workers breaks a rule', () => {
    expect(own.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  test('every source file was cruised', () => {
    const cruised = new Set(own.modules.map((module) => module.source));
    expect(sourceFiles().length).toBeGreaterThan(30);
    expect(sourceFiles().filter((path) => !cruised.has(path))).toEqual([]);
  });
});

describe('in a tree where every rule is broken', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-rules-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let reported: string[];
  let rules: string[];
  beforeAll(async () => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [path, text] of Object.entries(innocentFiles)) write(path, text);
    for (const { path, text } of [...forbiddenImports, ...wrongGlobals]) write(path, text);
    const { summary } = await cruise(folder);
    reported = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
    rules = summary.ruleSetUsed.forbidden.map((rule) => rule.name);
  }, 60_000);

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  test('each forbidden import is reported, by the rule that forbids it', () => {
    for (const { rule, path } of forbiddenImports) expect(reported).toContain(`${rule}: ${path}`);
    expect(reported.filter((line) => Object.keys(innocentFiles).some((path) => line.endsWith(`: ${path}`)))).toEqual(
      [],
    );
  });

  test('each rule has an import here that breaks it', () => {
    expect([...new Set(forbiddenImports.map(({ rule }) => rule))].toSorted()).toEqual(rules.toSorted());
  });

  test.each(wrongGlobals)('$config does not know `$global` [DX-01]', async ({ config, global, path, text }) => {
    const project = join(folder, `probe.${basename(path)}.json`);
    writeFileSync(project, JSON.stringify({ extends: join(root, config), include: [], exclude: [], files: [path] }));
    const outcome = await runNode([compiler, '--project', project], { cwd: folder });
    expect(outcome.stdout).toContain(`Cannot find name '${global}'`);
    writeFileSync(join(folder, path), text.replace(global, 'Math'));
    const corrected = await runNode([compiler, '--project', project], { cwd: folder });
    expect(corrected.stdout).toBe('');
  });
});

describe('the engine', () => {
  const refuseElectron = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    registerHooks({ resolve(specifier, context, next) {
      if (/^electron(\\/|$)/.test(specifier)) throw new Error('electron imported by ' + context.parentURL);
      return next(specifier, context);
    } });
  `)}`;

  const load = (specifier: string) =>
    runNode(
      [
        '--import',
        refuseElectron,
        '--input-type=module',
        '--eval',
        `await import(${JSON.stringify(specifier)}); process.exit()`,
      ],
      {
        cwd: root,
      },
    );

  test('loads in a process where electron cannot be imported', async () => {
    expect(existsSync(join(root, 'src/main/engine.ts')), 'src/main/engine.ts does not exist').toBe(true);
    const outcome = await load('./src/main/engine.ts');
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(0);
  });

  test('would be caught importing it', async () => {
    const outcome = await load('electron');
    expect(outcome.stderr).toContain('electron imported by');
    expect(outcome.code).toBe(1);
  });
});

describe('names', () => {
  const drawers = ['utils', 'helpers', 'common', 'shared', 'lib', 'misc', 'types', 'constants'];

  test('no folder or file is a drawer', () => {
    const tree = globSync('{src,workers,scripts,tests,bin}/**', { cwd: root });
    const parts = (path: string) => path.split(sep).map((part) => part.replace(/\..*$/, ''));
    expect(tree.filter((path) => parts(path).some((part) => drawers.includes(part)))).toEqual([]);
  });

  test('tsconfig.isolate.json lists the workers of the isolate tier, tsconfig.workers.json leaves them out', () => {
    const isolated = globSync('workers/*/manifest.json', { cwd: root })
      .filter((path) => (JSON.parse(readFileSync(join(root, path), 'utf8')) as { tier: string }).tier === 'isolate')
      .map((path) => `workers/${basename(dirname(path))}`);
    const listed = (config: string) =>
      readFileSync(join(root, config), 'utf8').match(/workers\/[a-z][a-z0-9-]*/g) ?? [];
    expect(listed('tsconfig.isolate.json').toSorted()).toEqual(isolated.toSorted());
    expect(listed('tsconfig.workers.json').toSorted()).toEqual(isolated.toSorted());
  });
});
