import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../contract/json.ts';
import { trialManifest } from '../trial-workers.ts';
import { type Candidate, type Origin, readCandidate } from './candidate.ts';

const root = mkdtempSync(join(tmpdir(), 'heron-candidates-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const good = (): JsonObject => trialManifest('probe', { tier: 'node', actions: { create: '' } });

/** Sets the value at a path like `actions.create.risk`; undefined takes it away. */
function changed(path: string, value: unknown): JsonObject {
  const manifest = good();
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  const place = parts.reduce((object, part) => object[part] as JsonObject, manifest);
  if (value === undefined) delete place[last];
  else place[last] = value as JsonObject;
  return manifest;
}

let count = 0;
function folderWith(manifest: unknown, name = 'probe'): string {
  count += 1;
  const folder = join(root, String(count), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.ts'), 'export default {};');
  if (manifest !== undefined) {
    writeFileSync(join(folder, 'manifest.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
  }
  return folder;
}

const read = (folder: string, origin: Origin = 'bundled'): Promise<Candidate> =>
  readCandidate({ folder, origin, hostVersion: '0.1.0' });

test('a good manifest gives its actions, with checks that name what is wrong', async () => {
  const value = { type: 'object', properties: { a: { type: 'integer', default: 3 } }, additionalProperties: false };
  const path = { type: 'string', format: 'path' };
  const input = { type: 'object', properties: { path, value }, required: ['path'], additionalProperties: false };
  const { content, error } = await read(folderWith(changed('actions.create.input', input)));
  expect(error).toBeUndefined();
  const action = content?.actions.get('create');
  const filled = { path: '/a', value: {} };
  expect(action?.checkInput(filled)).toEqual([]);
  expect(filled).toEqual({ path: '/a', value: { a: 3 } });
  expect(action?.checkInput({ value: { a: 'x' }, more: 1 })).toEqual([
    { path: 'path', message: 'is missing' },
    { path: 'more', message: 'is not a known field' },
    { path: 'value.a', message: 'must be integer' },
  ]);
  expect(action?.checkInput({ path: 'a\0b' })).toEqual([{ path: 'path', message: 'must be a path' }]);
  expect(action?.checkOutput([])).toEqual([{ path: '', message: 'must be object' }]);
});

const bad: [name: string, manifest: unknown, message: string][] = [
  ['that is missing', undefined, 'manifest.json: is missing'],
  ['that is not JSON', '{ "id": ', 'manifest.json: is not JSON'],
  ['that is a list', [], 'expected object'],
  ['without an id', changed('id', undefined), 'id: is missing, expected string'],
  ['with the id of another folder', changed('id', 'other'), 'id: must be probe, the name of its folder'],
  ['with an id of capitals', changed('id', 'Probe'), 'id: expected lower-case letters'],
  ['with a version that is none', changed('version', '1'), 'version: expected a version like 1.2.3'],
  ['for a later Heron', changed('engines.heron', '>=2.0.0'), 'engines.heron: asks for Heron >=2.0.0, this is 0.1.0'],
  ['for no range of versions', changed('engines.heron', 'soon'), 'engines.heron: is no range of versions: soon'],
  ['with an unknown tier', changed('tier', 'thread'), 'tier: expected one of "isolate", "node"'],
  [
    'with an unknown risk',
    changed('actions.create.risk', 'low'),
    'actions.create.risk: expected one of "read", "reversible"',
  ],
  ['with a field nobody knows', changed('actions.create.colour', 1), 'actions.create.colour: is not a known field'],
  [
    'with a name that is no action',
    changed('actions.Make-It', good()['actions']),
    'actions.Make-It: expected a camelCase name',
  ],
  ['with too little memory', changed('limits.memoryMb', 1), 'limits.memoryMb: Too small'],
  [
    'with an unknown permission',
    changed('permissions', [{ capability: 'moon', reason: 'x' }]),
    'permissions.0.capability: expected one of',
  ],
  [
    'with an open input',
    changed('actions.create.input.additionalProperties', undefined),
    'actions.create.input.additionalProperties: expected false',
  ],
  [
    'with a wrong keyword in a schema',
    changed('actions.create.input.properties.value', { type: 'text' }),
    'actions.create.input.properties.value.type: must be',
  ],
  [
    'with an unknown keyword in a schema',
    changed('actions.create.output.properties.value', { typo: 'text' }),
    'actions.create.output: strict mode: unknown keyword: "typo"',
  ],
  [
    'with an unknown format',
    changed('actions.create.input.properties.value', { type: 'string', format: 'phone' }),
    'actions.create.input: unknown format "phone"',
  ],
  ['whose entry is not there', changed('entry', 'main.ts'), 'entry: there is no main.ts'],
  ['whose entry lies outside', changed('entry', '../../outside.ts'), "entry: must lie in the worker's own folder"],
  ['whose entry is the folder', changed('entry', '.'), "entry: must lie in the worker's own folder"],
  ['whose entry is another folder', changed('entry', 'parts'), 'entry: parts is not a file'],
];

test('a schema that came with Heron is compiled when it is first used, and a fault then names the worker and the field', async () => {
  const wrong = changed('actions.create.input.properties.value', { type: 'string', format: 'phone' });
  const { content } = await read(folderWith(wrong), 'bundled');
  const check = content?.actions.get('create')?.checkInput;
  expect(() => check?.({ value: 'x' })).toThrow(/actions\.create\.input: unknown format "phone"/);
});

test.each(bad)('a manifest %s is refused with the field named', async (_name, manifest, message) => {
  const folder = folderWith(manifest);
  writeFileSync(join(root, 'outside.ts'), '');
  mkdirSync(join(folder, 'parts'));
  const { content, error } = await read(folder, 'installed');
  expect(content).toBeUndefined();
  expect(error?.code).toBe('invalid-manifest');
  expect(error?.message).toContain(join(folder, 'manifest.json'));
  expect(error?.message).toContain(message);
});

test('every fault of a manifest is named at once', async () => {
  const manifest = { ...changed('actions.create.risk', 'low'), version: 'x', more: 1 };
  const { error } = await read(folderWith(manifest));
  const issues = error?.details?.['issues'] as { path: string }[];
  expect(issues.map(({ path }) => path).toSorted()).toEqual(['actions.create.risk', 'more', 'version']);
});

test('a built worker is found by the name its source had', async () => {
  const folder = folderWith(good());
  rmSync(join(folder, 'index.ts'));
  writeFileSync(join(folder, 'index.js'), '');
  expect((await read(folder)).content?.code.entry).toMatch(/index\.js$/);
});

describe('of an installed worker', () => {
  const unsafe: [keyword: string, schema: JsonObject][] = [
    ['pattern', { type: 'string', pattern: '(a+)+$' }],
    ['uniqueItems', { type: 'array', uniqueItems: true }],
    ['$ref', { $ref: '#' }],
    ['$id', { $id: 'https://json-schema.org/draft/2020-12/schema' }],
  ];

  test.each(unsafe)('a schema that could hold up the engine (%s) is refused', async (keyword, schema) => {
    const nested = { type: 'array', items: { anyOf: [schema] } };
    const folder = folderWith(changed('actions.create.output.properties.value', nested));
    expect((await read(folder, 'installed')).error).toMatchObject({
      code: 'invalid-manifest',
      message: expect.stringContaining(
        `actions.create.output.properties.value.items.anyOf.0.${keyword}: is not allowed in an installed worker`,
      ) as string,
    });
  });

  test('a field may be called like a keyword', async () => {
    const folder = folderWith(changed('actions.create.input.properties.pattern', { type: 'string' }));
    expect((await read(folder, 'installed')).error).toBeUndefined();
  });

  test('a link that leads out of its folder is refused, one that stays in it is not', async () => {
    const folder = folderWith(good());
    symlinkSync('index.ts', join(folder, 'inner.ts'));
    expect((await read(folder, 'installed')).error).toBeUndefined();
    mkdirSync(join(folder, 'deep'));
    symlinkSync('/etc', join(folder, 'deep', 'etc'));
    const { error } = await read(folder, 'installed');
    expect(error?.message).toBe(`${folder} holds a link that leads out of it or nowhere: ${join('deep', 'etc')}`);
  });
});
