import { isProgram, placesOnPath } from '../../src/main/base/program-path.ts';
import { readReleasePlace } from '../../src/main/electron/updates/release-place.ts';
import { isBuildFresh } from '../build-freshness.js';
import { checkConfiguration } from './configuration-rules.ts';
import { checkContents } from './content-rules.ts';
import { checkFiles } from './file-rules.ts';
import { missing, type PackageFinding, problem } from './package-finding.ts';
import { formatsOf, type Os, type PackageTarget, packageTargets, targetName } from './package-targets.ts';
import { type Builder, openBuilder, type ShippedFile } from './shipped-files.ts';
import { checkSizes, megabytes, type Sizes, sizesOf } from './size-budget.ts';

/** A file of a package; `isPacked` is in the archive alone. */
export type ReportedFile = { path: string; bytes: number; isPacked: boolean };
export type TargetReport = {
  name: string;
  formats: string[];
  sizes: Sizes;
  files: ReportedFile[];
  findings: PackageFinding[];
};
export type PackageReport = { findings: PackageFinding[]; targets: TargetReport[] };

/** What `npm run package` would put into each package of the project at `root`, and what is wrong with it. */
export async function checkPackages(root: string): Promise<PackageReport> {
  let builder: Builder;
  try {
    builder = await openBuilder(root);
  } catch (error) {
    return { findings: [problem(error instanceof Error ? error.message : String(error))], targets: [] };
  }
  const targets: TargetReport[] = [];
  for (const target of packageTargets) {
    targets.push(judgePackage(root, target, await builder.filesOf(target)));
  }
  const refusals = await Promise.all((Object.keys(formatsOf) as Os[]).map((os) => builder.refusals(os)));
  return {
    findings: [...checkConfiguration(builder.configuration), ...refusals.flat().map(problem), ...checkProject(root)],
    targets,
  };
}

/** What one package would carry, and what is wrong with that. */
export function judgePackage(root: string, target: PackageTarget, files: ShippedFile[]): TargetReport {
  const sizes = sizesOf(files);
  const findings = [...checkFiles(files), ...checkContents(root, target, files), ...checkSizes(sizes)];
  const listed = files.map(({ path, bytes, isUnpacked }) => ({ path, bytes, isPacked: !isUnpacked }));
  return { name: targetName(target), formats: formatsOf[target.os], sizes, files: listed, findings };
}

function checkProject(root: string): PackageFinding[] {
  return [
    ...(isBuildFresh(root) ? [] : [problem('out/ is not built from the source as it is: run npm run build')]),
    ...checkReleasePlace(root),
    ...missingTools(),
    missing('certificates to sign with (dmg, zip and NSIS), which a release brings along'),
  ];
}

/** What electron-builder neither brings along nor fetches. */
export function missingTools(platform = process.platform, env = process.env): PackageFinding[] {
  if (platform !== 'linux' || placesOnPath(['rpmbuild'], env).some(isProgram)) return [];
  return [missing('rpmbuild, which rpm is made with (Debian: apt install rpm)')];
}

/** Without one a Heron never looks for a newer one; a broken one would keep it from starting. */
function checkReleasePlace(root: string): PackageFinding[] {
  try {
    if (readReleasePlace(root)) return [];
    return [
      missing('resources/release.json, which names where newer versions will be and the key they are signed with'),
    ];
  } catch (error) {
    return [problem(error instanceof Error ? error.message : String(error))];
  }
}

export function isSound({ findings, targets }: PackageReport): boolean {
  const all = [...findings, ...targets.flatMap((target) => target.findings)];
  return all.every(({ kind }) => kind === 'missing');
}

/** A line for each kind of file and for each finding; with `withFiles` one for each file, too. */
export function reportLines(report: PackageReport, withFiles = false): string[] {
  return [
    ...findingLines('', report.findings),
    ...report.targets.flatMap(({ name, formats, sizes, files, findings }) => [
      `${name} (${formats.join(', ')}): ${count(sizes)} files, ${total(sizes)} besides Electron`,
      ...sizes.map((size) => `  ${size.name}: ${counted(size.files)}, ${megabytes(size.bytes)}`),
      ...(withFiles
        ? files.map((file) => `    ${file.path}  ${file.bytes}${file.isPacked ? '  in the archive' : ''}`)
        : []),
      ...findingLines('  ', findings),
    ]),
  ];
}

function findingLines(indent: string, findings: PackageFinding[]): string[] {
  return findings.map(({ kind, text }) => `${indent}${kind === 'problem' ? 'PROBLEM' : 'missing'}  ${text}`);
}

const counted = (files: number): string => (files === 1 ? '1 file' : `${files} files`);
const count = (sizes: Sizes): number => sizes.reduce((sum, { files }) => sum + files, 0);
const total = (sizes: Sizes): string => megabytes(sizes.reduce((sum, { bytes }) => sum + bytes, 0));
