import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgePackage, missingTools, reportLines } from './check-packages.ts';
import { checkConfiguration } from './configuration-rules.ts';
import { checkContents } from './content-rules.ts';
import { checkFiles } from './file-rules.ts';
import { checkLoaded } from './loading-rules.ts';
import { packageTargets, targetHere } from './package-targets.ts';
import { openBuilder, type ShippedFile } from './shipped-files.ts';
import { checkSizes, sizesOf } from './size-budget.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-package-'));
  for (const name of ['package.json', 'electron-builder.yml']) copyFileSync(join(root, name), join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const configuration = join('electron-builder.yml');
function change(from: string, to: string): void {
  const before = readFileSync(join(folder, configuration), 'utf8');
  expect(before).toContain(from);
  writeFileSync(join(folder, configuration), before.replace(from, to));
}

function file(path: string, content = ''): ShippedFile {
  const source = join(folder, 'content');
  writeFileSync(source, content);
  return { path, source, bytes: content.length, isUnpacked: true };
}
const textsOf = (findings: { text: string }[]): string[] => findings.map(({ text }) => text);

describe('the configuration', () => {
  test('is what electron-builder and Heron want', async () => {
    const { configuration: given } = await openBuilder(folder);
    expect(checkConfiguration(given)).toEqual([]);
  });

  test("is refused with the place where it breaks electron-builder's schema", async () => {
    change('oneClick: false', 'oneClik: false');
    await expect(openBuilder(folder)).rejects.toThrow(
      'electron-builder.yml: nsis must NOT have additional properties (oneClik)',
    );
  });

  test.each([
    ['runAsNode: false', 'runAsNode: true', 'electronFuses.runAsNode is true and must be false'],
    ['  onlyLoadAppFromAsar: true\n', '', 'electronFuses.onlyLoadAppFromAsar is not set and must be true'],
    [
      'enableEmbeddedAsarIntegrityValidation: true',
      'enableEmbeddedAsarIntegrityValidation: false',
      'electronFuses.enableEmbeddedAsarIntegrityValidation is false and must be true',
    ],
    [
      'asar: true',
      'asar: true\ndisableAsarIntegrity: true',
      'disableAsarIntegrity is set: a changed archive would load',
    ],
    ['  category: Utility', '  category: Utility\n  asar: false', 'asar is off: nothing tells a changed app'],
    [
      'NSUserNotificationAlertStyle: alert',
      'LSUIElement: false',
      'mac.extendInfo.NSUserNotificationAlertStyle is not alert: notices have no buttons',
    ],
    [
      '  entitlements: build/entitlements.mac.plist\n',
      '',
      'mac names no entitlements: a signed app gets no microphone and no camera',
    ],
    ['[AppImage, deb, rpm]', '[AppImage, rpm]', 'linux.target does not name deb'],
    ['ext: heron', 'ext: plan', 'fileAssociations does not name the extension heron'],
    ['schemes: [heron]', 'schemes: [http]', 'protocols does not name the scheme heron'],
  ])('%s as %s is a problem', async (from, to, text) => {
    change(from, to);
    const { configuration: given } = await openBuilder(folder);
    expect(checkConfiguration(given)).toEqual([{ kind: 'problem', text }]);
  });
});

test('every format is one that electron-builder makes with what the configuration says', async () => {
  const builder = await openBuilder(folder);
  for (const os of ['linux', 'mac', 'win'] as const) expect(await builder.refusals(os)).toEqual([]);
});

test('a format that electron-builder would refuse is told, with its reason', async () => {
  change('homepage: heron://chat', 'homepage: null');
  expect(await (await openBuilder(folder)).refusals('linux')).toEqual([
    expect.stringMatching(/^deb cannot be made: .*homepage/),
    expect.stringMatching(/^rpm cannot be made: .*homepage/),
  ]);
});

test('rpmbuild is missed where there is none', () => {
  writeFileSync(join(folder, 'rpmbuild'), '', { mode: 0o755 });
  expect(missingTools('linux', { PATH: folder })).toEqual([]);
  expect(textsOf(missingTools('linux', { PATH: '' }))).toEqual([
    'rpmbuild, which rpm is made with (Debian: apt install rpm)',
  ]);
  expect(missingTools('darwin', { PATH: '' })).toEqual([]);
});

test('the report counts files by kind, and names each where that is wanted', () => {
  const one = file('app/out/workers/a/index.js', 'x');
  const target = judgePackage(root, packageTargets[0]!, [one, { ...file('app/LICENSE', 'x'), isUnpacked: false }]);
  const report = { findings: [], targets: [{ ...target, findings: [] }] };
  expect(reportLines(report)).toContain('  workers: 1 file, 0.0 MB');
  expect(reportLines(report).join()).not.toContain('index.js');
  expect(reportLines(report, true)).toEqual(
    expect.arrayContaining(['    app/out/workers/a/index.js  1', '    app/LICENSE  1  in the archive']),
  );
});

describe('a file', () => {
  test.each([
    ['app/bin/heron.test.ts', 'is a test'],
    ['app/node_modules/piscina/test/index.js', 'is a test'],
    ['app/out/workers/other/test/index.js', 'is a test'],
    ['app/out/main/electron.js.map', 'is a source map'],
    ['app/src/main/engine.js', 'is a source'],
    ['app/node_modules/a/index.ts', 'is a source'],
    ['app/node_modules/a/binding.gyp', 'is a source'],
    ['app/.env', 'may hold secrets'],
    ['app/out/server.pem', 'may hold secrets'],
    ['app/.npmrc', 'may hold secrets'],
    ['app/.git/HEAD', 'is hidden'],
    ['app/npm-debug.log', 'was left over'],
  ])('%s %s', (path, what) => {
    expect(textsOf(checkFiles([file(path)]))).toEqual([`${path} ${what}`]);
  });

  test.each([
    'app/out/main/electron.js',
    'app/out/workers/test/index.js',
    'app/node_modules/a/index.js',
    'node/node',
    'app/LICENSE',
  ])('%s may be there', (path) => {
    expect(checkFiles([file(path)])).toEqual([]);
  });

  test('that has its source map or a key inside is told, and the pattern that finds keys is not', () => {
    const key = ['ghp', 'aB3dE6gH9jK2mN5pQ8sT'].join('_');
    expect(textsOf(checkFiles([file('app/out/main/a.js', `fetch('${key}')`)]))).toEqual([
      'app/out/main/a.js has what looks like a secret: ghp_aB3d…',
    ]);
    expect(
      textsOf(checkFiles([file('app/out/main/a.js', '//# sourceMappingURL=data:application/json;base64,e30')])),
    ).toEqual(['app/out/main/a.js has its source map inside']);
    const patterns = readFileSync(join(root, 'src/main/base/secret-looks.ts'), 'utf8');
    expect(checkFiles([file('app/out/main/a.js', patterns)])).toEqual([]);
  });
});

test('all that a package lacks is told, and what only another system has is no problem', () => {
  const here = targetHere();
  for (const target of packageTargets) {
    const findings = checkContents(root, target, [file('app/package.json')]);
    const problems = textsOf(findings.filter(({ kind }) => kind === 'problem'));
    expect(problems).toContain('app/bin/heron.js is not in it');
    expect(problems).toContain('app/out/main/headless.js is not in it');
    expect(problems).toContain('app/out/workers/archive/manifest.json is not in it');
    expect(problems).toContain('app/resources/templates/pack-and-hash.json is not in it');
    const isHere = target.os === here?.os && target.arch === here.arch;
    expect(problems.some((text) => text.startsWith('the pinned Node'))).toBe(isHere);
    expect(textsOf(findings).filter((text) => text.startsWith('the pinned Node'))).toHaveLength(1);
  }
});

test('what the pinned Node reads must be outside of the archive', () => {
  const inside = { ...file('app/out/main/headless.js'), isUnpacked: false };
  expect(textsOf(checkContents(root, packageTargets[0]!, [inside]))).toContain(
    'app/out/main/headless.js is in the archive only, where the pinned Node cannot read it',
  );
});

test('what Electron alone reads must be in the archive, whose hash keeps it', () => {
  const beside = [file('app/out/main/electron.js'), { ...file('app/out/preload/preload.cjs'), isUnpacked: false }];
  const texts = textsOf(checkContents(root, packageTargets[0]!, beside));
  expect(texts).toContain('app/out/main/electron.js is beside the archive, whose hash does not keep it');
  expect(texts.filter((text) => text.includes('preload.cjs'))).toEqual([]);
});

test('whatever Electron loads is in the archive, or looked at before it is loaded', () => {
  const shipped = (path: string, content = '', isUnpacked = true): ShippedFile => {
    const source = join(folder, path.replaceAll('/', '_'));
    writeFileSync(source, content);
    return { path: `app/out/${path}`, source, bytes: content.length, isUnpacked };
  };
  const entry = shipped('main/electron.js', 'import"electron";', false);
  const chunk = shipped('main/chunks/engine-1.js');
  const program = shipped(
    'main/electron-app.js',
    'import{a as b}from"./chunks/engine-1.js";await import(`../more/late.js`)',
  );
  expect(checkLoaded([entry, program, chunk, shipped('renderer/index.html')])).toEqual([]);
  expect(textsOf(checkLoaded([entry, program, chunk, shipped('more/late.js')]))).toEqual([
    'app/out/more/late.js is loaded by Electron, is beside the archive and is not looked at',
  ]);
  expect(checkLoaded([entry, program, chunk, shipped('more/late.js', '', false)])).toEqual([]);
  expect(textsOf(checkLoaded([{ ...entry, source: program.source }]))).toEqual([
    'app/out/main/electron.js imports app/out/main/chunks/engine-1.js, which nothing has looked at by then',
    'app/out/main/electron.js imports app/out/more/late.js, which nothing has looked at by then',
  ]);
});

test('a package for development, or one that nobody locked, is a problem', () => {
  const files = [
    file('app/node_modules/vite/index.js'),
    file('app/node_modules/left/index.js'),
    file('app/node_modules/is-glob/index.js'),
  ];
  const texts = textsOf(checkContents(root, packageTargets[0]!, files));
  expect(texts).toContain('node_modules/vite is for development only');
  expect(texts).toContain('node_modules/left is not in package-lock.json');
  expect(texts.join()).not.toContain('node_modules/is-glob');
});

test('each part of a package has a budget', () => {
  const sizes = sizesOf([
    { ...file('app/out/workers/a/index.js'), bytes: 3e6 },
    { ...file('app/out/renderer/index.html'), bytes: 1e6 },
  ]);
  expect(textsOf(checkSizes(sizes, { workers: 2, page: 1 }))).toEqual(['workers: 3.0 MB of 2 MB allowed']);
});

test.each([16, 22, 24, 32, 48, 64, 128, 256, 512])('there is an icon of %i pixels', (size) => {
  const png = readFileSync(join(root, `build/icons/${size}x${size}.png`));
  // The header of a PNG: its width and height after the name of the first chunk.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
});
