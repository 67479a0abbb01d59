import { fail, type WorkerContext } from 'heron/worker-kit';
import type { Tool } from './tools.ts';

const mostBytes = 1_000_000;

/** The tools that a project's own files speak of, in the order of the table. Nothing of the project is run. */
export async function toolsOf<Name extends string>(
  folder: string,
  table: Readonly<Record<Name, Tool>>,
  context: WorkerContext,
): Promise<Name[]> {
  const there = new Set<string>();
  for await (const { name, kind } of context.files.list(folder)) if (kind === 'file') there.add(name);
  const read = async (name: string): Promise<string> =>
    there.has(name) ? context.files.readText(`${folder}/${name}`, { maxBytes: mostBytes }) : '';
  const packages = packagesIn(await read('package.json'));
  const sections = (await read('pyproject.toml')).split('\n').map((line) => line.trim());
  const names = Object.keys(table) as Name[];
  return names.filter((name) => {
    const { settings, section, package: own } = table[name];
    if (settings.some((file) => there.has(file))) return true;
    if (own && packages.has(own.name)) return true;
    return section !== undefined && sections.some((line) => line.startsWith(`[${section}`));
  });
}

function packagesIn(text: string): Set<string> {
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    return new Set([...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})]);
  } catch {
    return new Set();
  }
}

/** Of each kind the first; what is named is taken alone. Errors: `not-found` where nothing speaks of any. */
export async function chosenTools<Name extends string>(
  { folder, tool, table, all }: { folder: string; tool: Name | undefined; table: Record<Name, Tool>; all: boolean },
  context: WorkerContext,
): Promise<Name[]> {
  const found = tool === undefined ? await toolsOf(folder, table, context) : [tool];
  const chosen = all
    ? found
    : found.filter((name, at) => found.findIndex((one) => table[one].kind === table[name].kind) === at);
  if (chosen.length === 0) {
    fail('not-found', `Nothing in ${folder} says what does that; Heron knows ${Object.keys(table).join(', ')}`, {
      folder,
    });
  }
  for (const name of chosen) {
    const own = table[name].package?.name;
    if (own === undefined || (await isInstalled(folder, own, context))) continue;
    fail('not-found', `${own} is not installed in ${folder}/node_modules; install the packages of the project`, {
      package: own,
    });
  }
  return chosen;
}

/** Also as a link, wherever that leads. */
async function isInstalled(folder: string, name: string, context: WorkerContext): Promise<boolean> {
  let at = folder;
  for (const part of ['node_modules', ...name.split('/')]) {
    let isThere = false;
    for await (const entry of context.files.list(at)) isThere ||= entry.name === part;
    if (!isThere) return false;
    at = `${at}/${part}`;
  }
  return true;
}

/** Names relative to the folder, in it. Errors: `invalid-input`. */
export function checkFiles(files: readonly string[]): void {
  for (const file of files) {
    if (!/^[-/\\]|^[A-Za-z]:|(^|[/\\])\.{1,2}([/\\]|$)/.test(file)) continue;
    fail('invalid-input', `${file} is no file of the project: give its name relative to the folder`, {
      field: 'files',
    });
  }
}
