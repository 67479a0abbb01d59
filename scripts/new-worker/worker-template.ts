import packageJson from '../../package.json' with { type: 'json' };

export type NewWorker = { id: string; tier: 'isolate' | 'node' };

/** The files of a small worker that does everything a worker should, by name. */
export function workerTemplate(worker: NewWorker): Record<string, string> {
  return {
    'manifest.json': `${JSON.stringify(manifestTemplate(worker), undefined, 2)}\n`,
    'index.ts': indexTemplate,
    'index.test.ts': testTemplate,
  };
}

function manifestTemplate({ id, tier }: NewWorker): object {
  const words = id.replaceAll('-', ' ');
  const path = { type: 'string', format: 'path' };
  const count = { type: 'integer', minimum: 0 };
  return {
    $schema: '../../resources/manifest.schema.json',
    id,
    version: '0.1.0',
    engines: { heron: `^${packageJson.version}` },
    name: words.charAt(0).toUpperCase() + words.slice(1),
    description: 'Tells how long the lines of a text file are.',
    tier,
    permissions: [{ capability: 'files.read', reason: 'To read the file you name.' }],
    limits: { memoryMb: 128, cpuMs: 10_000, wallMs: 30_000, openFiles: 8 },
    settings: {
      type: 'object',
      properties: {
        maxBytes: { ...count, minimum: 1, default: 1_000_000, description: 'Larger files are refused.' },
      },
      additionalProperties: false,
    },
    actions: {
      measure: {
        title: 'Measure a file',
        description: 'Counts the lines of a text file and finds the longest.',
        input: {
          type: 'object',
          properties: { path: { ...path, description: 'The text file.' } },
          required: ['path'],
          additionalProperties: false,
        },
        output: {
          type: 'object',
          properties: {
            path,
            lines: count,
            longest: { ...count, description: 'Characters in the longest line.' },
          },
          required: ['path', 'lines', 'longest'],
          additionalProperties: false,
        },
        risk: 'read',
        class: 'files',
        repeatable: true,
        cost: { time: 'instant' },
        needs: [{ capability: 'files.read', target: '{{ path }}' }],
        phrases: [`measure [the] [file] {path} with ${words}`, `let ${words} measure [the] [file] {path}`],
        result: 'lines',
        says: "`{{ output.path }}` has {{ output.lines }} {{ output.lines = 1 ? 'line' : 'lines' }}, the longest of {{ output.longest }} characters.",
      },
    },
  };
}

const indexTemplate = `import { defineWorker, fail } from 'heron/worker-kit';
import type { Actions, Settings } from './actions.generated.ts';

export default defineWorker<Actions>({
  actions: {
    async measure({ path }, context) {
      const { maxBytes } = context.settings as Settings;
      const text = await context.files.readText(path, { maxBytes });
      if (text === '') fail('invalid-input', \`\${path} is empty\`, { path });
      const lines = text.replace(/\\n$/, '').split('\\n');
      context.progress({ percent: 50, text: \`\${lines.length} lines\` });
      const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
      return { path, lines: lines.length, longest };
    },
  },
});
`;

const testTemplate = `import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import worker from './index.ts';

const settings = { maxBytes: 100 };
let folder: string;
let path: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-worker-')));
  path = join(folder, 'note.txt');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('lines are counted and the longest is found', async () => {
  writeFileSync(path, 'one\\ntwo and more\\n');
  const context = fakeContext({ settings, allow: { read: [folder] } });
  expect(await worker.actions.measure({ path }, context)).toEqual({ path, lines: 2, longest: 12 });
  expect(context.reports).toEqual([{ percent: 50, text: '2 lines' }]);
});

test('a file the worker may not read is refused', async () => {
  writeFileSync(path, 'secret');
  const call = async () => worker.actions.measure({ path }, fakeContext({ settings }));
  await expect(call()).rejects.toMatchObject({ code: 'permission-denied' });
});

test('a file that is larger than the person wants is refused', async () => {
  writeFileSync(path, 'x'.repeat(101));
  const call = async () => worker.actions.measure({ path }, fakeContext({ settings, allow: { read: [folder] } }));
  await expect(call()).rejects.toMatchObject({ code: 'limit-exceeded' });
});

test('an empty file is refused, naming it', async () => {
  writeFileSync(path, '');
  const call = async () => worker.actions.measure({ path }, fakeContext({ settings, allow: { read: [folder] } }));
  await expect(call()).rejects.toMatchObject({ code: 'invalid-input', message: \`\${path} is empty\` });
});
`;
