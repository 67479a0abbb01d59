import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Failure } from '../../../src/contract/errors.ts';
import type { JsonObject } from '../../../src/contract/json.ts';
import { compileTemplate } from '../../../src/main/orchestrator/expressions/template.ts';
import { trialManifest, type Trial } from '../../../src/main/workers/trial-workers.ts';
import type { SecurityClass } from '../case.ts';

/** Something a stranger hands to the engine itself; the engine must refuse it, and go on. */
export type HostileInput = {
  name: string;
  class: SecurityClass;
  offer: (trial: Trial) => Promise<void>;
  skip?: string | undefined;
};

const onPosix = process.platform === 'win32' ? 'Windows has no such files' : undefined;

/** Installs a folder and gives what the registry has to say of it. */
async function installed(trial: Trial, fill: (folder: string) => void): Promise<Failure | undefined> {
  const folder = trial.pathOf('installed', 'hostile');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  fill(folder);
  await expect.poll(() => trial.workers.registry.list().some(({ id }) => id === 'hostile')).toBe(true);
  return (await trial.workers.registry.reload('hostile')).error;
}

const manifest = (change: (manifest: JsonObject) => void = () => undefined): string => {
  const made = trialManifest('hostile', { tier: 'isolate', actions: { act: '' } });
  change(made);
  return JSON.stringify(made);
};

const code =
  "import { defineWorker } from 'heron/worker-kit'; export default defineWorker({ actions: { act: () => ({}) } });";

/** The manifest is refused, with these words. */
function refused(words: RegExp, fill: (folder: string) => void): HostileInput['offer'] {
  return async (trial) => {
    const error = await installed(trial, fill);
    expect(error).toMatchObject({ code: 'invalid-manifest', message: expect.stringMatching(words) as string });
  };
}

const changed = (words: RegExp, change: (manifest: JsonObject) => void): HostileInput['offer'] =>
  refused(words, (folder) => {
    writeFileSync(join(folder, 'manifest.json'), manifest(change));
    writeFileSync(join(folder, 'index.ts'), code);
  });

const schema = (value: JsonObject) => (made: JsonObject) => {
  const { act } = made['actions'] as Record<string, JsonObject>;
  act!['input'] = { type: 'object', properties: { value }, additionalProperties: false };
};

const nested = (levels: number): JsonObject => (levels === 0 ? {} : { type: 'array', items: nested(levels - 1) });

const manifests: Record<string, HostileInput['offer']> = {
  'a manifest that is a folder': refused(/manifest\.json/, (folder) => mkdirSync(join(folder, 'manifest.json'))),
  'a manifest that is a pipe': refused(/is not a file/, (folder) =>
    execFileSync('mkfifo', [join(folder, 'manifest.json')]),
  ),
  'a manifest that is a device without end': refused(/is not a file/, (folder) =>
    symlinkSync('/dev/zero', join(folder, 'manifest.json')),
  ),
  'a manifest of megabytes': refused(/is larger than/, (folder) =>
    writeFileSync(join(folder, 'manifest.json'), ' '.repeat(2_000_000)),
  ),
  'a manifest of nothing but brackets': refused(/manifest\.json/, (folder) =>
    writeFileSync(join(folder, 'manifest.json'), '['.repeat(400_000) + ']'.repeat(400_000)),
  ),
  'a manifest that is the password file': refused(/is not JSON|is missing|cannot be read/, (folder) =>
    symlinkSync('/etc/passwd', join(folder, 'manifest.json')),
  ),
  'a link out of its folder': refused(/holds a link that leads out of it/, (folder) => {
    writeFileSync(join(folder, 'manifest.json'), manifest());
    writeFileSync(join(folder, 'index.ts'), code);
    symlinkSync('/', join(folder, 'root'));
  }),
  'code that is a link out of its folder': refused(/holds a link that leads out of it/, (folder) => {
    writeFileSync(join(folder, 'manifest.json'), manifest());
    symlinkSync('/etc/passwd', join(folder, 'index.ts'));
  }),
  'code at an absolute path': changed(/entry: /, (made) => (made['entry'] = '/etc/passwd')),
  'code above its folder': changed(/entry: /, (made) => (made['entry'] = '../../../outside.js')),
  'the id of another worker': changed(/id: must be hostile/, (made) => (made['id'] = 'files')),
  'an id with a path in it': changed(/id: /, (made) => (made['id'] = '../files')),
  'actions with the names of what every object has': async (trial) => {
    const error = await installed(trial, (folder) => {
      const made = manifest().replace('"actions":{', '"actions":{"__proto__":{"risk":"read"},');
      writeFileSync(join(folder, 'manifest.json'), made);
      writeFileSync(join(folder, 'index.ts'), code);
    });
    if (error) expect(error.code).toBe('invalid-manifest');
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      await expect(trial.call('hostile', name)).rejects.toMatchObject({
        code: expect.stringMatching(/^(not-found|worker-unavailable)$/) as string,
      });
    }
  },
  'a permission there is not': changed(
    /permissions/,
    (made) => (made['permissions'] = [{ capability: 'everything', reason: 'x' }]),
  ),
  'memory without limit': changed(
    /limits\.memoryMb/,
    (made) => (made['limits'] = { memoryMb: 1e9, cpuMs: 1, wallMs: 1 }),
  ),
  'a tier of its own': changed(/tier/, (made) => (made['tier'] = 'engine')),
  'a schema with a catastrophic pattern': changed(
    /pattern: is not allowed/,
    schema({ type: 'string', pattern: '(a+)+$' }),
  ),
  'a schema that refers to itself': changed(/\$ref: is not allowed/, schema({ $ref: '#' })),
  'a schema as deep as a well': changed(/nest|characters long|actions|stack/i, schema(nested(2000))),
};

async function timed(template: string, context: Record<string, unknown>): Promise<void> {
  const outcome = await Promise.resolve(compileTemplate(template).evaluate(context)).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) expect(outcome.error).toMatchObject({ code: 'invalid-input' });
}

/** Expressions stand in manifests and in plans that a model wrote, and are evaluated in the engine. */
const expressions: Record<string, HostileInput['offer']> = {
  'an expression without end': () => timed('{{ ($f := function($x) { $f($x + 1) }; $f(1)) }}', {}),
  'an expression that grows without end': () => timed('{{ ($f := function($x) { $f($x & $x) }; $f("x")) }}', {}),
  'a list of lists': () => timed('{{ $count([1..90000].([1..90000])) }}', {}),
  'a list longer than any': () => timed('{{ $sum([1..9999999]) }}', {}),
  'a text longer than any': () => timed('{{ $pad("x", 900000000) }}', {}),
  'a sort that never agrees': () => timed('{{ $sort([1..90000], function($l, $r) { true }) }}', {}),
  'a catastrophic regular expression': () => timed('{{ $match(a, /(a+)+$/) }}', { a: `${'a'.repeat(50_000)}!` }),
  'a regular expression that takes the square of the time': () =>
    timed('{{ $match(a, /a*b/) }}', { a: 'a'.repeat(50_000) }),
  'a regular expression that looks back': async () => {
    await expect(
      compileTemplate('{{ $match(a, /(a*)*\\1$/) }}').evaluate({ a: 'a'.repeat(40) + '!' }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('linear time') as string,
    });
  },
  'the constructor of a function': async () => {
    await expect(compileTemplate('{{ $string.constructor("return process")() }}').evaluate({})).rejects.toMatchObject({
      code: 'invalid-input',
    });
  },
  'the prototype of a value': async () => {
    expect(await compileTemplate('{{ a.__proto__.constructor }}').evaluate({ a: {} })).toBeUndefined();
    expect(await compileTemplate('{{ a.constructor }}').evaluate({ a: {} })).toBeUndefined();
  },
};

const asInputs = (offers: Record<string, HostileInput['offer']>, skip?: string): HostileInput[] =>
  Object.entries(offers).map(([name, offer]) => ({ name, class: 'manifest', offer, skip }));

export const hostileInputs: HostileInput[] = [...asInputs(manifests, onPosix), ...asInputs(expressions)];
