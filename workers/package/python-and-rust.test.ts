import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeContext, FakeContextOptions } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openProjects } from './fixtures/projects.ts';
import worker from './index.ts';

const { install, add, remove, outdated, why, audit, runScripts } = worker.actions;

const answers = (program: string, args: string[]): boolean => spawnSync(program, args).status === 0;
const hasPip = answers('python3', ['-I', '-m', 'pip', '--version']) && answers('python3', ['-I', '-c', 'import venv']);
/** The first that speaks the form of registries that a server can give out file by file. */
const hasCargo = /^cargo 1\.(6[89]|[7-9]\d|\d{3})/.test(
  spawnSync('cargo', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

let projects: Awaited<ReturnType<typeof openProjects>>;
let registry: typeof projects.registry;
let path: string;

beforeAll(async () => {
  projects = await openProjects();
  ({ registry } = projects);
});
afterAll(() => projects.close());
beforeEach(() => {
  path = projects.next();
});

const allowed = (options: FakeContextOptions = {}): FakeContext => projects.allowed(options);
const save = (name: string, content: string | object): void => projects.save(name, content);
const saved = (name: string): string => projects.saved(name);

describe.skipIf(!hasPip)('pip (skipped without python3 with pip and venv)', () => {
  const at = () => ({ path, manager: 'pip' as const, registry: registry.pip });
  const versionOf = (name: string): string =>
    execFileSync(join(path, '.venv/bin/python'), ['-c', `import ${name};print(${name}.version)`], {
      encoding: 'utf8',
    }).trim();

  beforeAll(() => {
    for (const version of ['1.0', '1.1', '2.0']) registry.addWheel('wing', version);
    registry.addWheel('heron', '1.0', ['wing<2']);
    const backend =
      "import os,zipfile\ndef build_wheel(d,*a):\n open(os.environ['HERON_RAN'],'w').write('x')\n n='egg-1.0-py3-none-any.whl'\n" +
      " with zipfile.ZipFile(os.path.join(d,n),'w') as z:\n  i='egg-1.0.dist-info/'\n  z.writestr('egg.py','version=\"1.0\"')\n" +
      "  z.writestr(i+'METADATA','Metadata-Version: 2.1\\nName: egg\\nVersion: 1.0\\n')\n" +
      "  z.writestr(i+'WHEEL','Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')\n" +
      "  z.writestr(i+'RECORD','egg.py,,\\n'+i+'METADATA,,\\n'+i+'WHEEL,,\\n'+i+'RECORD,,\\n')\n return n\n";
    const project =
      '[build-system]\nrequires=[]\nbuild-backend="backend"\nbackend-path=["."]\n[project]\nname="egg"\nversion="1.0"\n';
    registry.addSource('egg', '1.0', { 'pyproject.toml': project, 'backend.py': backend });
  });

  test('packages go into an environment of the project, by their versions, from one index; nothing is built unasked [W-03]', async () => {
    projects.set('HERON_RAN', join(path, 'ran'));
    save('requirements.txt', '# birds\nwing==1.0\n');
    save('pip.py', "raise SystemExit('this is not pip')");
    expect((await install({ ...at(), frozen: true }, allowed())).packages).toEqual([{ name: 'wing', version: '1.0' }]);
    expect(versionOf('wing')).toBe('1.0');
    expect((await outdated(at(), allowed())).packages).toEqual([
      { name: 'wing', current: '1.0', wanted: null, latest: '2.0' },
    ]);
    const added = await add({ ...at(), packages: ['heron'], dev: false }, allowed());
    expect(added.added).toEqual([{ name: 'heron', version: '1.0' }]);
    expect(saved('requirements.txt')).toBe('# birds\nwing==1.0\nheron==1.0\n');
    expect((await why({ ...at(), package: 'Wing' }, allowed())).ways).toEqual([
      ['the project', 'wing@1.0'],
      ['the project', 'heron@1.0', 'wing@1.0'],
    ]);
    registry.advisories.osv['PYSEC-1'] = {
      ...{ id: 'PYSEC-1', summary: 'Falls off', database_specific: { severity: 'HIGH' } },
      affected: [
        { package: { name: 'wing', ecosystem: 'PyPI' }, ranges: [{ events: [{ introduced: '0' }, { fixed: '1.1' }] }] },
      ],
    };
    expect((await audit({ ...at(), advisories: registry.base }, allowed())).advisories).toEqual([
      expect.objectContaining({
        package: 'wing',
        version: '1.0',
        severity: 'high',
        title: 'Falls off',
        fixedIn: ['1.1'],
      }),
    ]);
    await remove({ ...at(), packages: ['heron'] }, allowed());
    expect(saved('requirements.txt')).toBe('# birds\nwing==1.0\n');
    save('requirements.txt', 'egg==1.0\n');
    const call = install({ ...at(), frozen: true }, allowed());
    await expect(call).rejects.toThrow(/running its scripts does that, after asking/);
    const asked = runScripts({ ...at(), packages: ['egg'] }, allowed());
    await expect(asked).rejects.toMatchObject({ code: 'blocked' });
    expect(existsSync(join(path, 'ran'))).toBe(false);
    await runScripts({ ...at(), packages: ['egg'] }, allowed({ answer: 'Run them' }));
    expect(versionOf('egg')).toBe('1.0');
    expect(existsSync(join(path, 'ran'))).toBe(true);
  });

  test('hashes are kept, and a package with another is not installed', async () => {
    save('requirements.txt', `wing==1.0 \\\n    --hash=sha256:${'0'.repeat(64)}\n`);
    await expect(install({ ...at(), frozen: true }, allowed())).rejects.toThrow(/HASHES|hash/i);
    const added = await add({ ...at(), packages: ['wing==1.1'], dev: false }, allowed());
    expect(added.added).toEqual([{ name: 'wing', version: '1.1' }]);
    expect(saved('requirements.txt')).toMatch(/^wing==1\.1 --hash=sha256:[0-9a-f]{64}\n$/);
  });
});

describe.skipIf(!hasCargo)(
  'cargo (skipped where it is missing, or older than 1.68 and so without sparse registries)',
  () => {
    const at = () => ({ path, manager: 'cargo' as const, registry: registry.cargo });

    beforeAll(() => {
      for (const version of ['1.0.0', '1.1.0', '2.0.0']) registry.addCrate('wing', version);
      registry.addCrate('heron', '1.0.0', { 'build.rs': 'fn main() {}' }, { wing: '^1' });
    });

    beforeEach(() => {
      mkdirSync(join(path, 'src'));
      save('src/lib.rs', '');
      save('Cargo.toml', '[package]\nname = "site"\nversion = "0.1.0"\nedition = "2021"\n');
    });

    test('crates are added, fetched by the lockfile, explained, found old, audited and removed [W-03]', async () => {
      expect((await add({ ...at(), packages: ['heron', 'wing@=1.0.0'], dev: false }, allowed())).added).toEqual([
        { name: 'heron', version: '1.0.0' },
        { name: 'wing', version: '1.0.0' },
      ]);
      const installed = await install({ ...at(), frozen: true }, allowed());
      expect(installed.packages.map(({ name, version }) => `${name} ${version}`).toSorted()).toEqual([
        'heron 1.0.0',
        'wing 1.0.0',
      ]);
      expect(installed.scripts).toEqual([{ name: 'heron', version: '1.0.0', runs: ['build script: build.rs'] }]);
      expect((await why({ ...at(), package: 'wing' }, allowed())).ways).toEqual([
        ['the project', 'wing@1.0.0'],
        ['the project', 'heron@1.0.0', 'wing@1.0.0'],
      ]);
      save('Cargo.toml', saved('Cargo.toml').replace('=1.0.0', '1'));
      expect((await outdated(at(), allowed())).packages).toEqual([
        { name: 'wing', current: '1.0.0', wanted: '1.1.0', latest: '2.0.0' },
      ]);
      registry.advisories.osv['RUSTSEC-1'] = {
        id: 'RUSTSEC-1',
        summary: 'Falls off',
        affected: [{ package: { name: 'heron', ecosystem: 'crates.io' } }],
      };
      expect((await audit({ ...at(), advisories: registry.base }, allowed())).advisories).toMatchObject([
        { package: 'heron', id: 'RUSTSEC-1', severity: 'unknown' },
      ]);
      await remove({ ...at(), packages: ['heron'] }, allowed());
      expect(saved('Cargo.toml')).not.toContain('heron');
    });

    test('a folder that says how cargo is to be run, and crates from elsewhere, are refused', async () => {
      save('Cargo.lock', '[[package]]\nname = "x"\nversion = "1.0.0"\nsource = "git+https://evil.example/x#1"\n');
      await expect(install({ ...at(), frozen: true }, allowed())).rejects.toMatchObject({ code: 'unsupported' });
      mkdirSync(join(path, '.cargo'));
      save('.cargo/config.toml', '[build]\nrustc-wrapper = "/evil"\n');
      await expect(install({ ...at(), frozen: true }, allowed())).rejects.toThrow(/config\.toml says how cargo/);
    });
  },
);
