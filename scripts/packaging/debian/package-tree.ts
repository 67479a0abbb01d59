import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ShippedFile } from '../shipped-files.ts';
import type { Texts } from './texts.ts';

/** A file as it will lie on a machine: `path` from its root. */
export type TreeFile = { path: string; isProgram: boolean } & ({ source: string } | { content: string | Buffer });

const iconSizes = [16, 22, 24, 32, 48, 64, 128, 256, 512];

/** Only Electron reads these, and this edition has none. */
const ofElectron = /^app\/out\/(main\/electron(-app)?\.js|preload\/)/;

/** All files of the package: the program below /usr/lib/heron, and where a desktop looks for the rest. */
export function packageTree(root: string, shipped: readonly ShippedFile[], texts: Texts): TreeFile[] {
  const art = (name: string): string => join(root, 'build', name);
  return [
    ...shipped
      .filter(({ path }) => !ofElectron.test(path))
      .map(({ path, source }) => ({ path: `usr/lib/heron/${path}`, source, isProgram: path === 'node/node' })),
    { path: 'usr/bin/heron', source: art('debian/heron.sh'), isProgram: true },
    plain('usr/share/applications/heron.desktop', { source: art('debian/heron.desktop') }),
    plain('usr/share/mime/packages/heron.xml', { source: art('debian/heron.xml') }),
    plain('usr/lib/systemd/user/heron.service', { source: art('debian/heron.service') }),
    plain('usr/share/icons/hicolor/scalable/apps/heron.svg', { source: art('icon.svg') }),
    ...iconSizes.map((size) =>
      plain(`usr/share/icons/hicolor/${size}x${size}/apps/heron.png`, { source: art(`icons/${size}x${size}.png`) }),
    ),
    plain('usr/share/man/man1/heron.1.gz', { content: packed(texts.manPage) }),
    plain('usr/share/doc/heron/changelog.gz', { content: packed(texts.changelog) }),
    plain('usr/share/doc/heron/copyright', { content: texts.copyright }),
  ];
}

function plain(path: string, bytes: { source: string } | { content: string | Buffer }): TreeFile {
  return { path, isProgram: false, ...bytes };
}

/** Level and time fixed, so that the same input makes the same package. */
function packed(text: string): Buffer {
  return gzipSync(text, { level: 9 });
}

/** Writes the tree below a folder, with the modes a package has. Resolves to its size and its `md5sums`. */
export async function writeTree(folder: string, files: readonly TreeFile[]): Promise<{ bytes: number; sums: string }> {
  let bytes = 0;
  const sums: string[] = [];
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    if ('source' in file) await cp(file.source, path);
    else await writeFile(path, file.content);
    await chmod(path, file.isProgram ? 0o755 : 0o644);
    const content = await readFile(path);
    bytes += content.length;
    sums.push(`${createHash('md5').update(content).digest('hex')}  ${file.path}`);
  }
  return { bytes, sums: `${sums.join('\n')}\n` };
}
