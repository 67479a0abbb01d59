import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { electronFolder, fetchElectron } from '../electron-binary.ts';
import { run } from '../processes.ts';
import { checkPackages, isSound, missingTools, reportLines } from './check-packages.ts';
import { output, unfinished } from './output-folder.ts';
import { formatsOf, type PackageTarget, targetHere } from './package-targets.ts';

/** The packages of this machine's system, in `dist/`. Resolves to the exit code; what is lacking is told before anything is written. */
export async function packageApp(root: string, tell: (line: string) => void): Promise<number> {
  const target = targetHere();
  if (!target) {
    tell(`Nothing is packaged for ${process.platform}-${process.arch}.`);
    return 1;
  }
  const electron = await fetchElectron(root);
  if ('missing' in electron) {
    tell(`${electron.missing}. The packages of the app carry its program, so none was written.`);
    tell(
      'Without it: npm run package -- --check says what they would carry; on Debian, --deb makes the package that uses a browser.',
    );
    return 1;
  }
  const lacking = missingTools();
  if (lacking.length > 0) {
    tell(`What is missing: ${lacking.map(({ text }) => text).join('; ')}. No package was written.`);
    return 1;
  }
  const { buildApp } = await import('../build.ts');
  await buildApp();
  const report = await checkPackages(root);
  if (!isSound(report)) {
    for (const line of reportLines(report)) tell(line);
    tell('No package was written.');
    return 1;
  }
  return pack(root, target, tell);
}

async function pack(root: string, target: PackageTarget, tell: (line: string) => void): Promise<number> {
  await rm(join(root, unfinished), { recursive: true, force: true });
  try {
    const { code, stdout, stderr } = await run(process.execPath, builderArguments(root, target), { cwd: root });
    if (code !== 0) {
      tell(`${stdout}\n${stderr}`.trim());
      tell(`electron-builder ended with code ${code}; no package was written.`);
      return 1;
    }
    for (const name of await finishedPackages(join(root, unfinished))) {
      await rename(join(root, unfinished, name), join(root, output, name));
      tell(`wrote ${output}/${name}`);
    }
    return 0;
  } finally {
    await rm(join(root, unfinished), { recursive: true, force: true });
  }
}

function builderArguments(root: string, target: PackageTarget): string[] {
  return [
    join(root, 'node_modules/electron-builder/cli.js'),
    `--${target.os}`,
    ...formatsOf[target.os],
    `--${target.arch}`,
    '--publish=never',
    `--config.electronDist=${electronFolder(root)}`,
    `--config.directories.output=${unfinished}`,
  ];
}

/** Files only: the folders are what electron-builder packed. */
async function finishedPackages(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.name.startsWith('builder-')).map(({ name }) => name);
}
