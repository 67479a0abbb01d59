import { fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export type ManagerName = Actions['install']['input']['manager'];

/** The file that says what a project wants, and the one that says what exactly it gets. */
export const projectFiles: Record<ManagerName, { wants: string; lock: string }> = {
  npm: { wants: 'package.json', lock: 'package-lock.json' },
  pip: { wants: 'requirements.txt', lock: 'requirements.txt' },
  cargo: { wants: 'Cargo.toml', lock: 'Cargo.lock' },
};

/** Errors: `not-found`, with the manager the folder is for, if it is for another. */
export async function checkProject(path: string, manager: ManagerName, context: WorkerContext): Promise<void> {
  const status = await context.files.status(path);
  if (!status) fail('not-found', `There is no folder ${path}`, { path });
  if (status.kind !== 'folder') fail('invalid-input', `${path} is no folder`, { path });
  const names = new Set<string>();
  for await (const { name } of context.files.list(path)) names.add(name);
  const { wants } = projectFiles[manager];
  if (names.has(wants)) return;
  const other = Object.entries(projectFiles).find(([, files]) => names.has(files.wants));
  const hint = other ? `; its ${other[1].wants} is for ${other[0]}: say that as the manager` : '';
  fail('not-found', `${path} has no ${wants}${hint}`, { path });
}

const names: Record<ManagerName, RegExp> = {
  npm: /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i,
  pip: /^[a-z0-9]([\w.-]*[a-z0-9])?$/i,
  cargo: /^[a-z][\w-]*$/i,
};

const asked: Record<ManagerName, { pattern: RegExp; example: string }> = {
  npm: { pattern: /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(@[\w.^~<>=*+-]+)?$/i, example: 'left-pad or left-pad@1.3.0' },
  pip: {
    pattern: /^[a-z0-9]([\w.-]*[a-z0-9])?(\[[\w,.-]+\])?([<>=!~]=?[\w.*+!,<>=~]+)?$/i,
    example: 'requests or requests==2.32.0',
  },
  cargo: { pattern: /^[a-z][\w-]*(@[\w.^~<>=*+-]+)?$/i, example: 'serde or serde@1.0.200' },
};

/** A name alone. Errors: `invalid-input`. */
export function checkName(manager: ManagerName, name: string): void {
  if (names[manager].test(name)) return;
  fail('invalid-input', `${JSON.stringify(name)} is no name of a package of ${manager}`, { field: 'package' });
}

/** A name, with a version or without: never an address, a folder or an option. Errors: `invalid-input`. */
export function checkAsked(manager: ManagerName, packages: string[]): void {
  const { pattern, example } = asked[manager];
  const wrong = packages.find((each) => !pattern.test(each));
  if (wrong === undefined) return;
  fail('invalid-input', `${JSON.stringify(wrong)} is no package of a registry: say for example ${example}`, {
    field: 'packages',
  });
}

/** The registry as it is put into a command. Errors: `invalid-input`. */
export function checkRegistry(registry: string): string {
  if (/^https?:\/\/[A-Za-z0-9.:[\]-]+(\/[\w./~%-]*)?$/.test(registry)) return registry;
  return fail('invalid-input', `${registry} is no address of a registry; it holds no name, password or query`, {
    field: 'registry',
  });
}
