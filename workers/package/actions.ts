import { type ActionRun, block, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { cargoManager } from './cargo.ts';
import type { InstalledScripts, Manager } from './manager.ts';
import { npmManager } from './npm.ts';
import { pipManager } from './pip.ts';
import { checkAsked, checkName, checkProject, checkRegistry, type ManagerName } from './project.ts';

type Run<Name extends keyof Actions> = ActionRun<Actions[Name]['input'], Actions[Name]['output']>;

const managers: Record<ManagerName, Manager> = { npm: npmManager, pip: pipManager, cargo: cargoManager };

type Wanted = { path: string; manager: ManagerName; registry: string };

async function begin({ path, manager, registry }: Wanted, context: WorkerContext): Promise<Manager> {
  checkRegistry(registry);
  await checkProject(path, manager, context);
  return managers[manager];
}

export const install: Run<'install'> = async (input, context) => {
  const { path, manager } = input;
  const does = await begin(input, context);
  context.progress({ text: 'Installing' });
  const { packages } = await does.install({ ...input, isFrozen: input.frozen }, context);
  return { path, manager, packages, scripts: await does.scripts(input, context) };
};

export const add: Run<'add'> = async (input, context) => {
  checkAsked(input.manager, input.packages);
  const does = await begin(input, context);
  context.progress({ text: 'Installing' });
  const added = await does.add({ ...input, isDev: input.dev }, context);
  return { path: input.path, manager: input.manager, added, scripts: await does.scripts(input, context) };
};

export const remove: Run<'remove'> = async (input, context) => {
  for (const name of input.packages) checkName(input.manager, name);
  const does = await begin(input, context);
  await does.remove(input, context);
  return { path: input.path, manager: input.manager, removed: input.packages };
};

export const outdated: Run<'outdated'> = async (input, context) => {
  const packages = await (await begin(input, context)).outdated(input, context);
  return { path: input.path, manager: input.manager, packages };
};

export const why: Run<'why'> = async (input, context) => {
  checkName(input.manager, input.package);
  const does = await begin(input, context);
  const ways = await does.why({ ...input, name: input.package }, context);
  return { path: input.path, manager: input.manager, package: input.package, ways };
};

export const audit: Run<'audit'> = async (input, context) => {
  checkRegistry(input.advisories);
  const advisories = await (await begin(input, context)).audit(input, context);
  return { path: input.path, manager: input.manager, advisories };
};

/** A person reads what would run before it does. */
export const runScripts: Run<'runScripts'> = async (input, context) => {
  const { path, manager, packages } = input;
  for (const name of packages) checkName(manager, name);
  const does = await begin(input, context);
  const known = await does.scripts(input, context);
  const wanted = packages.map((name) => scriptsOf(name, manager, known));
  const shown = wanted.flatMap((each) =>
    each.map(({ name, version, runs }) => `${name} ${version} — ${runs.join('; ')}`),
  );
  const [yes, no] = ['Run them', 'Leave them'];
  if (context.answer === undefined) {
    block(`These would run on this machine, as you: ${shown.join(' · ').slice(0, 3000)}. Run them?`, [yes, no]);
  }
  if (context.answer !== yes) return { path, manager, ran: [], text: '' };
  context.progress({ text: 'Running install scripts' });
  const text = await does.runScripts(input, context);
  return { path, manager, ran: packages, text: text.slice(-8000) };
};

function scriptsOf(name: string, manager: ManagerName, known: InstalledScripts[]): InstalledScripts[] {
  if (manager === 'pip') return [{ name, version: '', runs: ['its own setup, as the package for its source says it'] }];
  const found = known.filter((each) => each.name === name);
  if (found.length === 0 && manager === 'npm') {
    fail('not-found', `${name} has no install scripts here, or is not installed`, { field: 'packages' });
  }
  return found;
}
