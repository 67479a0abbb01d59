import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { Arch, Packager, Platform, type Configuration, type PlatformPackager, type Target } from 'app-builder-lib';
import { AppInfo } from 'app-builder-lib/out/appInfo.js';
import * as fileMatchers from 'app-builder-lib/out/fileMatcher.js';
import { computeFileSets, getDestinationPath, type ResolvedFileSet } from 'app-builder-lib/out/util/appFileCopier.js';
import * as appFileCopier from 'app-builder-lib/out/util/appFileCopier.js';
import { log } from 'builder-util';
import { schemaComplaints } from './schema-complaints.ts';
import { formatsOf, type Os, type PackageTarget } from './package-targets.ts';

/** A file of a package: `path` is its place below the app (`app/…`) or beside it (`node/node`). */
export type ShippedFile = { path: string; source: string; bytes: number; isUnpacked: boolean };

export type Builder = {
  configuration: Configuration;
  filesOf(target: PackageTarget): Promise<ShippedFile[]>;
  /** What electron-builder would refuse each format of a system for, before it makes it. */
  refusals(os: Os): Promise<string[]>;
};

type AnyPackager = PlatformPackager<NonNullable<Configuration['linux'] & Configuration['mac'] & Configuration['win']>>;
type AnyPlatform = Pick<AnyPackager, 'createTargets'>;
type Matcher = fileMatchers.FileMatcher;
type Expander = Matcher['macroExpander'];
type Options = AnyPackager['platformSpecificBuildOptions'];

/** The functions electron-builder itself calls as it packs; its declarations leave them out. */
const internals = { ...fileMatchers, ...appFileCopier } as unknown as {
  getMainFileMatchers(
    ...of: [app: string, to: string, Expander, Options, AnyPackager, output: string, isCompiled: boolean]
  ): Matcher[];
  getNodeModuleFileMatcher(...of: [app: string, to: string, Expander, Options, Packager]): Matcher;
  computeNodeModuleFileSets(packager: AnyPackager, matcher: Matcher): Promise<ResolvedFileSet[]>;
};

const platforms = { linux: Platform.LINUX, mac: Platform.MAC, win: Platform.WINDOWS };

/**
 * Electron-builder over the project at `root`, up to where it would fetch Electron: its configuration, checked against
 * its own schema, and what it would pack. Errors: what is wrong with the configuration, and where.
 */
export async function openBuilder(root: string): Promise<Builder> {
  Object.assign(log, { stream: { write: () => true } });
  const packager = new Packager({ projectDir: root });
  try {
    await packager.validateConfig();
  } catch (error) {
    const complaints = await schemaComplaints(root);
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(complaints.length > 0 ? complaints.join('\n') : said, { cause: error });
  }
  packager._appInfo = new AppInfo(packager, null);
  return {
    configuration: packager.config,
    async filesOf(target) {
      const platformPackager = await packager['createHelper'](platforms[target.os]);
      return listFiles(packager, platformPackager as AnyPackager, target);
    },
    async refusals(os) {
      return refusedFormats(await packager['createHelper'](platforms[os]), os);
    },
  };
}

async function refusedFormats(platformPackager: AnyPlatform, os: Os): Promise<string[]> {
  const formats: Target[] = [];
  const names = formatsOf[os].map((name) => name.toLowerCase());
  const folder = join(tmpdir(), 'heron-package-formats');
  platformPackager.createTargets(names, (_name, make) => void formats.push(make(folder)));
  const checked = formats.map(async (format) => {
    try {
      await format.checkOptions();
      return [];
    } catch (error) {
      return [`${format.name} cannot be made: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
  return (await Promise.all(checked)).flat();
}

async function listFiles(
  packager: Packager,
  platformPackager: AnyPackager,
  target: PackageTarget,
): Promise<ShippedFile[]> {
  const { appDir } = packager;
  const output = join(packager.projectDir, packager.config.directories?.output ?? 'dist');
  const resources = join(tmpdir(), 'heron-package-list');
  const options = platformPackager.platformSpecificBuildOptions;
  const matching = platformPackager.createGetFileMatchersOptions(output, Arch[target.arch], options);
  const expand = matching.macroExpander;
  const app = join(resources, 'app');
  const main = internals.getMainFileMatchers(appDir, app, expand, options, platformPackager, output, false);
  const extra = fileMatchers.getFileMatchers(packager.config, 'extraResources', resources, matching) ?? [];
  const modules = internals.getNodeModuleFileMatcher(appDir, app, expand, options, packager);
  const unpacked = fileMatchers.getFileMatchers(packager.config, 'asarUnpack', app, {
    ...matching,
    defaultSrc: appDir,
  });
  const isUnpacked = unpacked?.[0]?.createFilter() ?? (() => false);
  const appSets = await computeFileSets(main, null, platformPackager, false);
  const moduleSets = await internals.computeNodeModuleFileSets(platformPackager, modules);
  const single = extra.filter(({ from }) => statSync(from, { throwIfNoEntry: false })?.isFile());
  const folders = extra.filter((matcher) => !single.includes(matcher));
  for (const matcher of folders) if (matcher.isEmpty()) matcher.prependPattern('**/*');
  const extraSets = await computeFileSets(folders, null, platformPackager, false);
  await packager.tempDirManager.cleanup();
  const below = (path: string): string => relative(resources, path).replaceAll(sep, '/');
  const placed = (set: ResolvedFileSet, isBeside: boolean): ShippedFile[] =>
    set.files.flatMap((source) => {
      const status = set.metadata.get(source);
      if (!status?.isFile()) return [];
      const path = below(getDestinationPath(source, set));
      return { path, source, bytes: status.size, isUnpacked: isBeside || isUnpacked(source, status) };
    });
  const files = [
    ...[...appSets, ...moduleSets].flatMap((set) => placed(set, false)),
    ...extraSets.flatMap((set) => placed(set, true)),
    ...single.map(({ from, to }) => ({ path: below(to), source: from, bytes: statSync(from).size, isUnpacked: true })),
  ];
  // A file that two of its lists name is packed once.
  const once = [...new Map(files.map((file) => [file.path, file])).values()];
  return once.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
