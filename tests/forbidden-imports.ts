/** A small tree in which every rule of .dependency-cruiser.cjs is broken once, in each form an import can take. */

type ForbiddenImport = { rule: string; path: string; text: string };
type WrongGlobal = { config: string; global: string; path: string; text: string };

export const innocentFiles: Record<string, string> = {
  'package.json': `{ "name": "heron", "type": "module", "exports": { "./worker-kit": "./src/worker-kit/index.ts" } }`,
  'src/contract/note.ts': `import { z } from 'zod';\nimport { oc } from '@orpc/contract';\nexport const Note = z.string();\nexport const call = oc;`,
  'src/worker-kit/action.ts': `export const action = 1;`,
  'src/worker-kit/index.ts': `export { action } from './action.ts';`,
  'src/worker-kit/fake-files.ts': `import { readFile } from 'node:fs';\nexport const fakeFiles = readFile;`,
  'src/main/base/clock.ts': `import { Note } from '../../contract/note.ts';\nimport 'node:sqlite';\nexport const clock = Note;`,
  'src/main/features/notes/service.ts': `import { clock } from '../../base/clock.ts';\nexport type NoteService = typeof clock;`,
  'src/shared-document/merge.ts': `import { Note } from '../contract/note.ts';\nimport 'yjs';\nexport const merge = Note;`,
  'src/main/engine.ts': `export type { NoteService } from './features/notes/service.ts';`,
  'src/main/electron/window.ts': `import { app } from 'electron';\nexport const window = app;`,
  'src/main/electron/main.ts': `import './window.ts';\nimport '../engine.ts';`,
  'src/main/headless/main.ts': `import '../engine.ts';`,
  'src/main/headless/arguments.ts': `export const words = 1;`,
  'src/main/workers/hosts/node/child.ts': `export const child = 1;`,
  'src/preload/preload.ts': `import { ipcRenderer } from 'electron';\nvoid ipcRenderer;`,
  'src/renderer/main.tsx': `import { Note } from '../contract/note.ts';\nimport { merge } from '../shared-document/merge.ts';\nvoid [Note, merge];`,
  'src/renderer/ui/button.tsx': `export const button = 1;`,
  'src/renderer/gallery/registry.ts': `export const groups = 1;`,
  'workers/clock/index.ts': `import { action } from 'heron/worker-kit';\nimport './zone.ts';\nvoid action;`,
  'workers/clock/zone.ts': `export const zone = 1;`,
  // The other half of a cycle, which is reported once, from the file that sorts first.
  'src/main/base/hen.ts': `import type { Egg } from './egg.ts';\nexport type Hen = Egg;`,
  'src/main/base/clock.test.ts': `export const checked = 1;`,
};

const broken: [rule: string, path: string, text: string][] = [
  ['contract-runs-anywhere', 'src/contract/reads-a-file.ts', `import { readFile } from 'node:fs';\nvoid readFile;`],
  [
    'contract-runs-anywhere',
    'src/contract/knows-the-engine.ts',
    `export type { NoteService } from '../main/features/notes/service.ts';`,
  ],
  ['contract-runs-anywhere', 'src/contract/uses-a-package.ts', `import semver from 'semver';\nvoid semver;`],
  [
    'shared-document-runs-anywhere',
    'src/shared-document/knows-the-clock.ts',
    `import { clock } from '../main/base/clock.ts';\nvoid clock;`,
  ],
  ['words-run-anywhere', 'src/words/knows-the-contract.ts', `import { Note } from '../contract/note.ts';\nvoid Note;`],
  ['worker-kit-stands-alone', 'src/worker-kit/validates.ts', `import { z } from 'zod';\nvoid z;`],
  [
    'worker-sees-only-the-kit',
    'workers/files/index.ts',
    `import type { Note } from '../../src/contract/note.ts';\nvoid (0 as unknown as Note);`,
  ],
  [
    'worker-sees-only-the-kit',
    'workers/files/copy.ts',
    `export async function copy() {\n  return [1].map(() => import('../clock/zone.ts'));\n}`,
  ],
  [
    'renderer-sees-only-the-contract',
    'src/renderer/ui/reads-the-clock.tsx',
    `import { clock } from '../../main/base/clock.ts';\nexport const a = <i>{clock}</i>;`,
  ],
  [
    'gallery-shows-only-parts',
    'src/renderer/gallery/knows-a-note.ts',
    `import { Note } from '../../contract/note.ts';\nvoid Note;`,
  ],
  [
    'nothing-ships-the-gallery',
    'src/renderer/ui/knows-the-gallery.tsx',
    `export { groups } from '../gallery/registry.ts';`,
  ],
  [
    'renderer-is-not-node',
    'src/renderer/ui/joins-paths.tsx',
    `import { join } from 'node:path';\nexport const a = <i>{join('a')}</i>;`,
  ],
  ['engine-is-not-the-page', 'src/main/features/notes/draws.ts', `export * from '../../../renderer/ui/button.tsx';`],
  [
    'worker-sees-only-the-kit',
    'workers/files/looks-inside.ts',
    `import { action } from '../../src/worker-kit/action.ts';\nvoid action;`,
  ],
  [
    'engine-loads-no-worker',
    'src/main/features/notes/loads.ts',
    `export class Loads {\n  run = async () => { await import('../../../../workers/clock/zone.ts'); };\n}`,
  ],
  [
    'engine-loads-no-worker',
    'src/main/features/notes/holds.ts',
    `export async function hold() {\n  await using held = await import('../../../../workers/clock/zone.ts');\n}`,
  ],
  [
    'base-knows-no-domain',
    'src/main/base/knows-notes.ts',
    `import type { NoteService } from '../features/notes/service.ts';\nexport type Alias = NoteService;`,
  ],
  [
    'orchestrator-knows-no-feature',
    'src/main/orchestrator/knows-notes.ts',
    `import type { NoteService } from '../features/notes/service.ts';\nexport type Alias = NoteService;`,
  ],
  [
    'features-do-not-know-each-other',
    'src/main/features/files/service.ts',
    `export { type NoteService } from '../notes/service.ts';`,
  ],
  ['engine-is-not-electron', 'src/main/base/opens-a-window.ts', `import { app } from 'electron';\nvoid app;`],
  [
    'engine-is-not-electron',
    'src/main/headless/imports-on-demand.ts',
    `export const load = () => import('electron/main');`,
  ],
  [
    'programs-are-not-parts',
    'src/main/features/notes/reads-arguments.ts',
    `import { words } from '../../headless/arguments.ts';\nvoid words;`,
  ],
  [
    'headless-is-not-electron',
    'src/main/headless/opens-a-window.ts',
    `import { window } from '../electron/window.ts';\nvoid window;`,
  ],
  ['entry-points-are-started', 'src/main/workers/start.ts', `export { child } from './hosts/node/child.ts';`],
  ['source-knows-no-test', 'src/main/base/tested.ts', `import { checked } from './clock.test.ts';\nvoid checked;`],
  ['no-cycles', 'src/main/base/egg.ts', `import type { Hen } from './hen.ts';\nexport type Egg = Hen;`],
  [
    'source-knows-no-test',
    'src/main/base/pretends.ts',
    `import { fakeFiles } from '../../worker-kit/fake-files.ts';\nvoid fakeFiles;`,
  ],
  ['every-import-resolves', 'src/main/base/lost.ts', `import { nothing } from './nowhere.ts';\nvoid nothing;`],
];

export const forbiddenImports: ForbiddenImport[] = broken.map(([rule, path, text]) => ({ rule, path, text }));

export const wrongGlobals: WrongGlobal[] = [
  { config: 'tsconfig.contract.json', global: 'process', path: 'src/contract/global-process.ts' },
  { config: 'tsconfig.contract.json', global: 'setTimeout', path: 'src/contract/global-timer.ts' },
  { config: 'tsconfig.main.json', global: 'document', path: 'src/main/global-document.ts' },
  { config: 'tsconfig.renderer.json', global: 'process', path: 'src/renderer/global-process.ts' },
  { config: 'tsconfig.renderer-tests.json', global: 'Buffer', path: 'src/renderer/global-buffer.test.ts' },
  { config: 'tsconfig.workers.json', global: 'window', path: 'workers/clock/global-window.ts' },
  { config: 'tsconfig.isolate.json', global: 'process', path: 'workers/clock/global-process.ts' },
  { config: 'tsconfig.isolate.json', global: 'fetch', path: 'workers/clock/global-fetch.ts' },
].map((row) => ({ ...row, text: `export const probe = ${row.global};\n` }));
