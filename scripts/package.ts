import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { checkPackages, isSound, reportLines } from './packaging/check-packages.ts';
import { packageApp } from './packaging/package-app.ts';

const usage = `npm run package              the app with Electron, for this system, into dist/
npm run package -- --check   what each package would carry, and what is wrong with it
npm run package -- --deb     the headless edition with a browser as its window, for Debian
With --files, --check names every file; with --json it writes all of that as JSON.`;

type Options = { check?: boolean; deb?: boolean; files?: boolean; json?: boolean };

const tell = (line: string): void => console.log(line);

async function main(): Promise<number> {
  const isSet = { type: 'boolean' } as const;
  const options = { check: isSet, deb: isSet, files: isSet, json: isSet };
  let values: Options;
  try {
    values = parseArgs({ options, allowPositionals: false }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  const root = dirname(import.meta.dirname);
  if (values.check) return check(root, values);
  if (!values.deb) return packageApp(root, tell);
  const { packageDeb } = await import('./packaging/package-deb.ts');
  return packageDeb(root, tell);
}

async function check(root: string, { json, files }: Options): Promise<number> {
  const report = await checkPackages(root);
  if (json) tell(JSON.stringify(report));
  else {
    for (const line of reportLines(report, files)) tell(line);
    tell(
      isSound(report)
        ? 'The packages are as they should be.'
        : 'There are problems; nothing should be packaged like this.',
    );
  }
  return isSound(report) ? 0 : 1;
}

process.exitCode = await main();
