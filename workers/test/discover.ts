import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type FrameworkName, frameworks } from './frameworks.ts';

type Discover = ActionRun<Actions['discover']['input'], Actions['discover']['output']>;

/** Folders that hold what others wrote, or what was built. */
const foreign = /(^|\/)(node_modules|\.git|target|vendor|dist|build|out|coverage|\.venv|venv|__pycache__)\//;

export const discover: Discover = async ({ path, limit }, context) => {
  const names = await frameworksOf(path, context);
  const files: string[] = [];
  let total = 0;
  if (names.length > 0) {
    for await (const name of filesBelow(path, '', context)) {
      if (!names.some((each) => frameworks[each].files.test(name))) continue;
      total += 1;
      if (files.length < limit) files.push(name);
    }
  }
  return { path, frameworks: names, files, total };
};

/** Without looking into folders that are not the project's. */
async function* filesBelow(root: string, folder: string, context: WorkerContext): AsyncGenerator<string> {
  const folders: string[] = [];
  for await (const { name, kind } of context.files.list(`${root}/${folder}`.replace(/\/$/, ''))) {
    const inside = folder + name;
    if (kind === 'file') yield inside;
    if (kind === 'folder' && !foreign.test(`${inside}/`)) folders.push(`${inside}/`);
  }
  for (const each of folders) yield* filesBelow(root, each, context);
}

/** What the project's own files say it is tested with. Errors: `not-found`, `invalid-input`. */
export async function frameworksOf(path: string, context: WorkerContext): Promise<FrameworkName[]> {
  const status = await context.files.status(path);
  if (!status) fail('not-found', `There is no folder ${path}`, { path });
  if (status.kind !== 'folder') fail('invalid-input', `${path} is no folder`, { path });
  const names = new Set<string>();
  for await (const { name } of context.files.list(path)) names.add(name);
  const found: FrameworkName[] = [];
  const has = (pattern: RegExp): boolean => [...names].some((name) => pattern.test(name));
  if (names.has('package.json')) found.push(...(await ofPackage(`${path}/package.json`, has, context)));
  const isPython = has(/^(pytest\.ini|conftest\.py|tox\.ini|setup\.cfg|pyproject\.toml|test_.*\.py|.*_test\.py)$/);
  if (isPython) found.push('pytest');
  if (names.has('Cargo.toml')) found.push('cargo');
  if (names.has('go.mod')) found.push('go');
  return found;
}

async function ofPackage(
  path: string,
  has: (pattern: RegExp) => boolean,
  context: WorkerContext,
): Promise<FrameworkName[]> {
  const { dependencies, devDependencies, scripts } = readPackage(await context.files.readText(path), path);
  const uses = (name: string): boolean => name in { ...dependencies, ...devDependencies };
  const found: FrameworkName[] = [];
  if (uses('vitest') || has(/^vitest\.config\./)) found.push('vitest');
  if (uses('jest') || has(/^jest\.config\./)) found.push('jest');
  const isNode = Object.values(scripts ?? {}).some(
    (script) => typeof script === 'string' && /\bnode\b.*\s--test\b/.test(script),
  );
  if (isNode || (found.length === 0 && has(/^(test|tests)$|^test.*\.[cm]?[jt]s$|\.test\.[cm]?[jt]s$/)))
    found.push('node');
  return found;
}

type Package = { dependencies?: object; devDependencies?: object; scripts?: object };

function readPackage(text: string, path: string): Package {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    return fail('invalid-input', `${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`, {
      path,
    });
  }
  return fail('invalid-input', `${path} is no package`, { path });
}
