import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isProgram, placesOnPath } from '../../src/main/base/program-path.ts';
import { isBuildFresh } from '../build-freshness.js';
import { run } from '../processes.ts';
import { isSound, judgePackage, reportLines } from './check-packages.ts';
import { controlFile, debName } from './debian/control.ts';
import { packageTree, writeTree } from './debian/package-tree.ts';
import { packageTexts } from './debian/texts.ts';
import { output, unfinished } from './output-folder.ts';
import { type PackageTarget, targetHere } from './package-targets.ts';
import { openBuilder, type ShippedFile } from './shipped-files.ts';

/** The headless edition as a Debian package in `dist/`. Resolves to the exit code; what is lacking is told before anything is written. */
export async function packageDeb(root: string, tell: (line: string) => void): Promise<number> {
  const target = targetHere();
  const [tool] = placesOnPath(['dpkg-deb'], process.env).filter(isProgram);
  if (target?.os !== 'linux' || !tool) {
    tell('A Debian package is made on Linux, with dpkg-deb; no package was written.');
    return 1;
  }
  if (!isBuildFresh(root)) {
    const { buildApp } = await import('../build.ts');
    await buildApp();
  }
  const files = await (await openBuilder(root)).filesOf(target);
  const report = judgePackage(root, target, files);
  if (!isSound({ findings: [], targets: [report] })) {
    for (const line of reportLines({ findings: [], targets: [report] })) tell(line);
    tell('No package was written.');
    return 1;
  }
  return pack({ root, target, tool, files, tell });
}

type Packing = {
  root: string;
  target: PackageTarget;
  tool: string;
  files: ShippedFile[];
  tell: (line: string) => void;
};

async function pack({ root, target, tool, files, tell }: Packing): Promise<number> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const name = debName(version, target.arch);
  const folder = join(root, unfinished);
  await rm(folder, { recursive: true, force: true });
  try {
    const tree = join(folder, 'tree');
    const { bytes, sums } = await writeTree(tree, packageTree(root, files, packageTexts(root, version)));
    await mkdir(join(tree, 'DEBIAN'), { mode: 0o755 });
    await writeFile(join(tree, 'DEBIAN/control'), controlFile({ version, arch: target.arch, installedBytes: bytes }));
    await writeFile(join(tree, 'DEBIAN/md5sums'), sums);
    const { code, stderr } = await run(tool, ['--root-owner-group', '-Zzstd', '--build', tree, join(folder, name)]);
    if (code !== 0) {
      tell(`dpkg-deb ended with code ${code}: ${stderr.trim()}`);
      return 1;
    }
    await rename(join(folder, name), join(root, output, name));
    tell(`wrote ${output}/${name}`);
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
