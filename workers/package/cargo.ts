import { fail, type WorkerContext } from 'heron/worker-kit';
import { cargo, type Command } from './commands.ts';
import { type Graph, waysIn } from './graph.ts';
import type { InstalledScripts, Manager, Package } from './manager.ts';
import { askAdvisories } from './osv.ts';
import { fieldsOf, listIn, readIfThere, readJson, runProgram, textIn } from './program.ts';

export const cargoManager: Manager = {
  async install({ path, registry, isFrozen }, context) {
    await checkSettings(path, context);
    if (isFrozen) await readLock(path, context);
    await cargoSaid(context, path, cargo.install(sparse(registry), isFrozen));
    const crates = await readLock(path, context);
    return { packages: crates.filter(({ isOwn }) => !isOwn).map(({ name, version }) => ({ name, version })) };
  },
  async add({ path, registry, packages, isDev }, context) {
    await checkSettings(path, context);
    await cargoSaid(context, path, cargo.add(sparse(registry), packages, isDev));
    await cargoSaid(context, path, cargo.install(sparse(registry), false));
    const crates = await readLock(path, context);
    return packages.map((each) => {
      const name = each.replace(/@.*$/, '');
      return { name, version: crates.findLast((crate) => crate.name === name)?.version ?? '' };
    });
  },
  async remove({ path, registry, packages }, context) {
    await checkSettings(path, context);
    await cargoSaid(context, path, cargo.remove(sparse(registry), packages));
  },
  async outdated({ path, registry }, context) {
    await checkSettings(path, context);
    const { stderr } = await cargoSaid(context, path, cargo.outdated(sparse(registry)));
    const rows = stderr.matchAll(
      /^\s*(?:Updating|Unchanged)\s+(\S+) v(\S+)(?: -> v(\S+))?(?: \((?:available|latest): v([^),]+)[^)]*\))?$/gm,
    );
    return [...rows].flatMap(([, name = '', current = '', wanted, available]) => {
      const latest = available ?? wanted;
      return latest === undefined ? [] : [{ name, current, wanted: wanted ?? current, latest }];
    });
  },
  async why({ path, name }, context) {
    const crates = await readLock(path, context);
    const graph: Graph = new Map();
    for (const { name: crate, version, needs } of crates) {
      graph.set(`${crate} ${version}`, {
        label: `${crate}@${version}`,
        needs: needs.map((need) => keyOf(need, crates)),
      });
    }
    const own = crates.filter(({ isOwn }) => isOwn).flatMap(({ needs }) => needs.map((need) => keyOf(need, crates)));
    const wanted = crates.filter((crate) => crate.name === name);
    return wanted.flatMap(({ version }) => waysIn(graph, own, `${name} ${version}`));
  },
  async audit({ path, advisories }, context) {
    const crates = (await readLock(path, context)).filter(({ isOwn }) => !isOwn);
    return askAdvisories('crates.io', crates, advisories, context);
  },
  async scripts({ path, registry }, context) {
    const { stdout } = await cargoSaid(context, path, cargo.describe(sparse(registry)));
    const crates = listIn(fieldsOf(readJson(stdout, 'What cargo metadata said'))['packages']).map(fieldsOf);
    return crates.flatMap(({ name, version, source, targets }): InstalledScripts[] => {
      const kinds = listIn(targets).flatMap((each) => listIn(fieldsOf(each)['kind']));
      const runs = [
        ...(kinds.includes('custom-build') ? ['build script: build.rs'] : []),
        ...(kinds.includes('proc-macro') ? ['macro: runs while it is compiled'] : []),
      ];
      return source === null || runs.length === 0 ? [] : [{ name: textIn(name), version: textIn(version), runs }];
    });
  },
  runScripts: () => fail('unsupported', 'cargo runs the scripts of crates when it builds; nothing is run before that'),
};

const sparse = (registry: string): string => `sparse+${registry.replace(/\/?$/, '/')}`;

/** Settings in the folder could have cargo start other programs, or lead it elsewhere. */
async function checkSettings(path: string, context: WorkerContext): Promise<void> {
  for (const name of ['.cargo/config.toml', '.cargo/config', 'rust-toolchain.toml', 'rust-toolchain']) {
    if (!(await context.files.status(`${path}/${name}`))) continue;
    fail(
      'unsupported',
      `${path}/${name} says how cargo is to be run, which can start other programs; Heron does not go by it`,
      {
        path: `${path}/${name}`,
      },
    );
  }
}

type Crate = Package & { isOwn: boolean; needs: string[] };

/** Cargo.lock, which cargo writes itself, always in this form. Errors: `not-found`; `unsupported` for what is from elsewhere. */
async function readLock(path: string, context: WorkerContext): Promise<Crate[]> {
  const text = await readIfThere(context, `${path}/Cargo.lock`);
  if (text === undefined) {
    return fail('not-found', `${path} has no Cargo.lock; install with \`frozen\` off to have one made`, { path });
  }
  return text
    .split(/^\[\[package\]\]$/m)
    .slice(1)
    .map((block) => {
      const valueOf = (key: string): string | undefined => new RegExp(`^${key} = "([^"]*)"$`, 'm').exec(block)?.[1];
      const [, list = ''] = /^dependencies = \[([^\]]*)\]/m.exec(block) ?? [];
      const [name = '', source] = [valueOf('name'), valueOf('source')];
      if (
        source !== undefined &&
        !/^(registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index|sparse\+https:\/\/index\.crates\.io\/)/.test(
          source,
        )
      ) {
        fail('unsupported', `${name} comes from ${source}; Heron installs from the registry only`, { path });
      }
      return {
        name,
        version: valueOf('version') ?? '',
        isOwn: source === undefined,
        needs: [...list.matchAll(/"([^"]+)"/g)].map(([, need = '']) => need),
      };
    });
}

/** `name`, or `name version` where there are several. */
function keyOf(need: string, crates: Crate[]): string {
  const [name = '', version] = need.split(' ');
  return `${name} ${version ?? crates.find((crate) => crate.name === name)?.version ?? ''}`;
}

async function cargoSaid(context: WorkerContext, path: string, command: Command) {
  const said = await runProgram(context, path, command);
  if (said.code === 0) return said;
  const told = /^error: ([^]*)/m.exec(said.stderr)?.[1] ?? said.stderr;
  const text = told
    .trim()
    .split('\n')
    .slice(0, 6)
    .map((line) => line.trim())
    .join(' ')
    .slice(0, 500);
  const isOffline = /failed to (connect|download)|could not connect|Couldn't connect|timed out/i.test(said.stderr);
  return fail(isOffline ? 'network' : 'worker-failed', `cargo ${command[1]}: ${text}`);
}
