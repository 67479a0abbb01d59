import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram } from '../../../src/main/headless/command-line.ts';
import { recordingTerminal } from '../../../src/main/headless/recording-terminal.ts';
import { manPage } from './man-page.ts';

export type Texts = { manPage: string; changelog: string; copyright: string };

export function packageTexts(root: string, version: string): Texts {
  const program = createProgram({ terminal: recordingTerminal({}), app: { folder: root, version } }, () => undefined);
  return {
    manPage: manPage(program, version),
    changelog: readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
    copyright: copyright(readFileSync(join(root, 'LICENSE'), 'utf8')),
  };
}

/** Debian's machine-readable form. What npm packages and Node say of themselves lies beside them. */
function copyright(licence: string): string {
  const [owner] = /(?<=Copyright \(c\) ).*/i.exec(licence) ?? ['its authors'];
  const lines = licence
    .trim()
    .split('\n')
    .map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`);
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: heron

Files: *
Copyright: ${owner}
License: Expat
${lines.join('\n')}
Comment: The packages below /usr/lib/heron/app/node_modules and Node.js in
 /usr/lib/heron/node have licences of their own, which lie beside them.
`;
}
