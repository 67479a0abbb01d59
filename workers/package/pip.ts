import { fail, type WorkerContext } from 'heron/worker-kit';
import { type Command, pip } from './commands.ts';
import { type Graph, waysIn } from './graph.ts';
import type { InstalledScripts, Manager, Package } from './manager.ts';
import { askAdvisories } from './osv.ts';
import { fieldsOf, listIn, readIfThere, readJson, runProgram, textIn } from './program.ts';
import { normalName, readRequirements, withoutPackages, withPackages } from './requirements.ts';

export const pipManager: Manager = {
  async install({ path, registry, isFrozen }, context) {
    const { requirements } = await requirementsOf(path, context);
    const loose = requirements.filter(({ version }) => version === undefined);
    if (isFrozen && loose.length > 0) {
      fail(
        'conflict',
        `requirements.txt does not say which version of ${loose.map(({ name }) => name).join(', ')}; install with \`frozen\` off to take the newest that fits`,
      );
    }
    await makeEnvironment(path, context);
    await pipSaid(context, path, pip.install(registry));
    return { packages: (await installedIn(path, context)).map(({ name, version }) => ({ name, version })) };
  },
  async add({ path, registry, packages, isDev }, context) {
    if (isDev) fail('unsupported', 'requirements.txt knows no packages for development only', { field: 'dev' });
    const { text, requirements } = await requirementsOf(path, context);
    await makeEnvironment(path, context);
    const report = readJson(await pipSaid(context, path, pip.choose(registry, packages)), 'What pip chose');
    const chosen = listIn(fieldsOf(report)['install']).map(chosenOf);
    const asked = new Set(packages.map((each) => normalName(each.replace(/[[<>=!~].*$/, ''))));
    const hasHashes = requirements.some(({ hashes }) => hashes.length > 0);
    // With hashes, pip wants every package named; without, what was asked for is enough.
    const added = hasHashes ? chosen : chosen.filter(({ name }) => asked.has(normalName(name)));
    const place = `${path}/requirements.txt`;
    await context.files.write(place, withPackages(text, added, hasHashes), { overwrite: true });
    await pipSaid(context, path, pip.install(registry));
    return added.filter(({ name }) => asked.has(normalName(name))).map(({ name, version }) => ({ name, version }));
  },
  async remove({ path, packages }, context) {
    const { text, requirements } = await requirementsOf(path, context);
    const known = new Set(requirements.map(({ name }) => normalName(name)));
    const missing = packages.find((each) => !known.has(normalName(each)));
    if (missing !== undefined) fail('not-found', `requirements.txt does not name ${missing}`, { field: 'packages' });
    if (await hasEnvironment(path, context)) await pipSaid(context, path, pip.remove(packages));
    await context.files.write(`${path}/requirements.txt`, withoutPackages(text, packages), { overwrite: true });
  },
  async outdated({ path, registry }, context) {
    await needEnvironment(path, context);
    const rows = listIn(readJson(await pipSaid(context, path, pip.outdated(registry)), 'What pip list said'));
    return rows.map(fieldsOf).map(({ name, version, latest_version: latest }) => {
      return { name: textIn(name), current: textIn(version), wanted: null, latest: textIn(latest) };
    });
  },
  async why({ path, name }, context) {
    await needEnvironment(path, context);
    const { requirements } = await requirementsOf(path, context);
    const graph: Graph = new Map();
    for (const each of await installedIn(path, context)) {
      graph.set(normalName(each.name), { label: `${each.name}@${each.version}`, needs: each.needs.map(normalName) });
    }
    return waysIn(
      graph,
      requirements.map((each) => normalName(each.name)),
      normalName(name),
    );
  },
  async audit({ path, advisories }, context) {
    const { requirements } = await requirementsOf(path, context);
    const pinned = requirements.flatMap(({ name, version }) => (version === undefined ? [] : [{ name, version }]));
    return askAdvisories('PyPI', pinned, advisories, context);
  },
  // What runs a script when it is installed has no wheel, and was not installed.
  scripts: () => Promise.resolve<InstalledScripts[]>([]),
  async runScripts({ path, registry, packages }, context) {
    const { requirements } = await requirementsOf(path, context);
    const known = new Set(requirements.map(({ name }) => normalName(name)));
    const missing = packages.find((each) => !known.has(normalName(each)));
    if (missing !== undefined) fail('not-found', `requirements.txt does not name ${missing}`, { field: 'packages' });
    await makeEnvironment(path, context);
    return pipSaid(context, path, pip.runScripts(registry, packages));
  },
};

async function requirementsOf(path: string, context: WorkerContext) {
  const text = (await readIfThere(context, `${path}/requirements.txt`)) ?? '';
  return { text, requirements: readRequirements(text, `${path}/requirements.txt`) };
}

async function hasEnvironment(path: string, context: WorkerContext): Promise<boolean> {
  return (await context.files.status(`${path}/.venv/pyvenv.cfg`)) !== undefined;
}

async function makeEnvironment(path: string, context: WorkerContext): Promise<void> {
  if (await hasEnvironment(path, context)) return;
  const { code, stdout, stderr } = await runProgram(context, path, pip.makeEnvironment());
  if (code !== 0) fail('worker-failed', `python3 made no environment in ${path}/.venv: ${lastLine(stderr || stdout)}`);
}

async function needEnvironment(path: string, context: WorkerContext): Promise<void> {
  if (await hasEnvironment(path, context)) return;
  fail('not-found', `${path} has no environment in .venv; install the packages first`, { path });
}

type Installed = Package & { needs: string[] };

async function installedIn(path: string, context: WorkerContext): Promise<Installed[]> {
  const report = readJson(await pipSaid(context, path, pip.inspect()), 'What pip inspect said');
  return listIn(fieldsOf(report)['installed']).map((each) => {
    const { name, version, requires_dist: requires } = fieldsOf(fieldsOf(each)['metadata']);
    const needs = listIn(requires)
      .map(textIn)
      .filter((line) => !/;.*\bextra\b/.test(line));
    return {
      name: textIn(name),
      version: textIn(version),
      needs: needs.map((line) => /^[\w.-]+/.exec(line)?.[0] ?? ''),
    };
  });
}

function chosenOf(each: unknown): Package & { sha256: string } {
  const { metadata, download_info: download } = fieldsOf(each);
  const { name, version } = fieldsOf(metadata);
  const archive = fieldsOf(fieldsOf(download)['archive_info']);
  const sha256 = textIn(fieldsOf(archive['hashes'])['sha256']) || textIn(archive['hash']).replace(/^sha256=/, '');
  return { name: textIn(name), version: textIn(version), sha256 };
}

async function pipSaid(context: WorkerContext, path: string, command: Command): Promise<string> {
  const { code, stdout, stderr } = await runProgram(context, path, command);
  if (code === 0) return stdout;
  const told = stderr.split('\n').filter((line) => line.startsWith('ERROR: '));
  const text = (told.map((line) => line.slice('ERROR: '.length)).join('; ') || lastLine(stderr)).slice(0, 500);
  if (/No module named pip/.test(stderr))
    fail('unsupported', 'The python3 of this machine has no pip; install python3-pip');
  if (/No matching distribution found/.test(text)) {
    fail(
      'not-found',
      `pip: ${text}. What has no wheel runs its own setup when it is built: running its scripts does that, after asking`,
    );
  }
  return fail(
    /ConnectionError|Max retries|NewConnectionError/.test(stderr) ? 'network' : 'worker-failed',
    `pip: ${text}`,
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
