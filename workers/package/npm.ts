import { fail, type WorkerContext } from 'heron/worker-kit';
import { type Command, npm } from './commands.ts';
import type { Advisory, InstalledScripts, Manager, Outdated } from './manager.ts';
import { fieldsOf, listIn, readIfThere, readJson, runProgram, textIn } from './program.ts';

type Fields = Readonly<Record<string, unknown>>;

export const npmManager: Manager = {
  async install({ path, registry, isFrozen }, context) {
    await checkSettings(path, registry, context);
    if (isFrozen) await checkLock(path, context);
    await npmJson(context, path, npm.install(registry, isFrozen));
    const installed = await installedIn(path, context);
    return { packages: [...installed].map(([place, { version }]) => ({ name: nameOf(place), version })) };
  },
  async add({ path, registry, packages, isDev }, context) {
    await checkSettings(path, registry, context);
    await npmJson(context, path, npm.add(registry, packages, isDev));
    const installed = await installedIn(path, context);
    return packages.map((each) => {
      const name = each.replace(/(?<=.)@[^@/]*$/, '');
      return { name, version: installed.get(`node_modules/${name}`)?.version ?? '' };
    });
  },
  async remove({ path, registry, packages }, context) {
    await checkSettings(path, registry, context);
    await npmJson(context, path, npm.remove(registry, packages));
  },
  async outdated({ path, registry }, context) {
    await checkSettings(path, registry, context);
    const rows = fieldsOf(await npmJson(context, path, npm.outdated(registry), [0, 1]));
    return Object.entries(rows).flatMap(([name, each]) =>
      (Array.isArray(each) ? each : [each]).map((row: unknown): Outdated => {
        const { current, wanted, latest } = fieldsOf(row);
        return { name, current: textIn(current) || null, wanted: textIn(wanted) || null, latest: textIn(latest) };
      }),
    );
  },
  async why({ path, registry, name }, context) {
    await checkSettings(path, registry, context);
    const { code, stdout, stderr } = await runProgram(context, path, npm.why(registry, name));
    if (code !== 0 && /No dependencies found matching/.test(stdout + stderr)) return [];
    if (code !== 0) failAs('explain', stdout, stderr);
    return listIn(readJson(stdout, 'What npm explain said')).flatMap((found) => waysTo(fieldsOf(found)));
  },
  async audit({ path, registry }, context) {
    await checkSettings(path, registry, context);
    const { vulnerabilities } = fieldsOf(await npmJson(context, path, npm.audit(registry), [0, 1]));
    return Object.values(fieldsOf(vulnerabilities)).flatMap((each) => advisoriesOf(fieldsOf(each)));
  },
  async scripts({ path }, context) {
    const found: InstalledScripts[] = [];
    for (const [place, { version, hasScripts }] of await installedIn(path, context)) {
      if (!hasScripts) continue;
      found.push({ name: nameOf(place), version, runs: await scriptsIn(`${path}/${place}`, context) });
    }
    return found;
  },
  async runScripts({ path, registry, packages }, context) {
    await checkSettings(path, registry, context);
    const { code, stdout, stderr } = await runProgram(context, path, npm.runScripts(packages));
    if (code !== 0) failAs('rebuild', stdout, stderr);
    return (stdout + stderr).trim();
  },
};

async function npmJson(context: WorkerContext, path: string, command: Command, fine = [0]): Promise<unknown> {
  const { code, stdout, stderr } = await runProgram(context, path, command);
  const said: unknown = stdout.trim() === '' ? {} : readJson(stdout, `What npm ${command[1]} said`);
  if (!fine.includes(code ?? -1) || fieldsOf(said)['error'] !== undefined) failAs(command[1] ?? '', stdout, stderr);
  return said;
}

/** Ends the action with what npm says is wrong. */
function failAs(command: string, stdout: string, stderr: string): never {
  const begin = stdout.indexOf('{');
  let told: Fields = {};
  try {
    told = fieldsOf(fieldsOf(JSON.parse(stdout.slice(Math.max(0, begin))))['error']);
  } catch {
    // It said nothing that can be read; what it wrote beside it has to do.
  }
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.replace(/^npm error\s*/, '').trim());
  const text =
    textIn(told['summary']) || (lines.find((line) => line !== '' && !line.startsWith('code ')) ?? 'it failed');
  const code = textIn(told['code']);
  const kind = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|ERR_SOCKET)/.test(code) ? 'network' : 'worker-failed';
  if (code === 'E404') fail('not-found', `npm ${command}: ${text.slice(0, 500)}`);
  if (code === 'EALLOWGIT' || code === 'EALLOWREMOTE') {
    fail('unsupported', `npm ${command}: ${text.slice(0, 500)}. Heron installs from the registry only`);
  }
  fail(kind, `npm ${command}: ${text.slice(0, 500)}`);
}

/** What a folder's own .npmrc may say; all else could run a program, or send npm elsewhere. */
const harmless =
  /^(audit|audit-level|engine-strict|fund|ignore-scripts|include|install-links|install-strategy|legacy-peer-deps|lockfile-version|loglevel|omit|omit-lockfile-registry-resolved|optional|package-lock|prefer-dedupe|prefer-offline|prefer-online|progress|provenance|registry|save|save-exact|save-prefix|strict-allow-scripts|strict-peer-deps|tag|tag-version-prefix|update-notifier|workspaces|workspaces-update|access|allow-scripts|min-release-age|before)$/;

/** Sign-in for one host goes to that host only. */
const signIn = /^\/\/.*:(_authToken|_auth|username|_password|always-auth|email)$/;

/**
 * The file can hold passwords, so no worker may read it: npm, which shows none, is asked for the names in it. Errors:
 * `unsupported` for a setting that is not harmless.
 */
async function checkSettings(path: string, registry: string, context: WorkerContext): Promise<void> {
  let isThere = false;
  for await (const { name } of context.files.list(path)) if (name === '.npmrc') isThere = true;
  if (!isThere) return;
  const { code, stdout, stderr } = await runProgram(context, path, npm.settings());
  const section = /^; "project" config from [^\n]*\n([^]*?)(?=^; "|^; node bin location|(?![^]))/m.exec(stdout)?.[1];
  if (code !== 0 || section === undefined) failAs('config', stdout, stderr);
  for (const line of section.split('\n')) {
    const [, key = '', value = ''] = /^(?:; )?([^=;\s][^=]*?) = (.*?)(?: ; overridden by .*)?$/.exec(line) ?? [];
    const isSameRegistry = /^@[^:]+:registry$/.test(key) && plain(value) === plain(registry);
    if (key === '' || harmless.test(key) || signIn.test(key) || isSameRegistry) continue;
    fail(
      'unsupported',
      `${path}/.npmrc sets ${key}, which can lead npm elsewhere or run something; Heron does not go by it`,
      { path: `${path}/.npmrc` },
    );
  }
}

const plain = (address: string): string => address.replace(/^"|"$/g, '').replace(/\/$/, '');

async function checkLock(path: string, context: WorkerContext): Promise<void> {
  const text = await readIfThere(context, `${path}/package-lock.json`);
  if (text === undefined) {
    return fail('not-found', `${path} has no package-lock.json; install with \`frozen\` off to have one made`, {
      path,
    });
  }
  const { packages } = fieldsOf(readJson(text, `${path}/package-lock.json`));
  for (const [place, each] of Object.entries(fieldsOf(packages))) {
    const resolved = textIn(fieldsOf(each)['resolved']);
    if (fieldsOf(each)['link'] === true || /^(https?:|file:|$)/.test(resolved)) continue;
    fail('unsupported', `${place} comes from ${resolved}; Heron installs from the registry only`, { path });
  }
}

type Installed = { version: string; hasScripts: boolean };

/** By its place below the folder. */
async function installedIn(path: string, context: WorkerContext): Promise<Map<string, Installed>> {
  const text = await readIfThere(context, `${path}/node_modules/.package-lock.json`);
  if (text === undefined) return new Map();
  const { packages } = fieldsOf(readJson(text, `${path}/node_modules/.package-lock.json`));
  const rows = Object.entries(fieldsOf(packages)).filter(([place]) => /^node_modules\/(?!.*\.\.)/.test(place));
  return new Map(
    rows.map(([place, each]) => {
      const { version, hasInstallScript } = fieldsOf(each);
      return [place, { version: textIn(version), hasScripts: hasInstallScript === true }];
    }),
  );
}

const nameOf = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** What would run when it is installed: `install: node-gyp rebuild`. */
async function scriptsIn(folder: string, context: WorkerContext): Promise<string[]> {
  const text = await readIfThere(context, `${folder}/package.json`);
  const { scripts } = fieldsOf(readJson(text ?? '{}', `${folder}/package.json`));
  const own = ['preinstall', 'install', 'postinstall'].flatMap((name) => {
    const script = textIn(fieldsOf(scripts)[name]);
    return script === '' ? [] : [`${name}: ${script}`];
  });
  const isBuilt = own.length === 0 && (await context.files.status(`${folder}/binding.gyp`)) !== undefined;
  return isBuilt ? ['install: node-gyp rebuild'] : own;
}

const mostWays = 50;

/** From the project, which alone has no name here, down to the package. */
function waysTo(node: Fields, below: string[] = [], ways: string[][] = []): string[][] {
  if (ways.length >= mostWays || below.length > 100) return ways;
  if (textIn(node['name']) === '') {
    ways.push(['the project', ...below]);
    return ways;
  }
  const way = [`${textIn(node['name'])}@${textIn(node['version'])}`, ...below];
  for (const each of listIn(node['dependents'])) waysTo(fieldsOf(fieldsOf(each)['from']), way, ways);
  return ways;
}

function advisoriesOf(vulnerability: Fields): Advisory[] {
  const { name, range, fixAvailable } = vulnerability;
  const fix = fieldsOf(fixAvailable);
  return listIn(vulnerability['via'])
    .map(fieldsOf)
    .filter(({ title }) => title !== undefined)
    .map((via) => ({
      package: textIn(name),
      version: textIn(range),
      id: textIn(via['url']).split('/').at(-1) ?? '',
      severity: textIn(via['severity']) || 'unknown',
      title: textIn(via['title']),
      url: textIn(via['url']),
      fixedIn: textIn(fix['version']) && textIn(fix['name']) === textIn(name) ? [textIn(fix['version'])] : [],
    }));
}
