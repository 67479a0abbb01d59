import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Redaction } from '../../contract/bundles.ts';
import { ActionManifest } from '../../contract/manifest.ts';
import { HeronError } from '../base/errors.ts';
import { exported, openWorld } from './fixtures/bundle-world.ts';
import type { ActionEntry, Catalogue } from '../orchestrator/catalogue.ts';
import { compileSchema } from '../orchestrator/fixtures/arithmetic.ts';

/** One for each place, and each way in which a secret is known. */
const canary = {
  vault: 'vault-canary-5e1f7c',
  environment: 'environment-canary-77a1',
  password: 'correct horse canary battery',
  bearer: 'Bearer canaryINaHEADER1234567',
  model: 'sk-canary0123456789abcdefXYZ',
  github: 'ghp_canary0123456789abcdefghij',
  inAddress: 'eve:canaryInAnAddress',
  inFile: 'AKIACANARY0123456789',
  jwt: 'eyJjYW5hcnki.eyJjYW5hcnkiOjF9x.c2lnbmF0dXJlY2FuYXJ5',
  said: 'what was said about the canary',
  privateKey: '-----BEGIN PRIVATE KEY-----\nMIIcanary\n-----END PRIVATE KEY-----',
};

const words = { type: 'string' };
const object = (properties: object): object => ({ type: 'object', properties, additionalProperties: false });
const login = object({
  ...{ password: words, text: words, address: words, model: words, key: words, jwt: words },
  nested: { type: 'array', items: object({ apiKey: words }) },
});
const tell = ActionManifest.parse({
  ...{ title: 'Tell', description: 'Tells what it knows.', risk: 'read', class: 'cpu', repeatable: true },
  input: object({ word: words, copy: words, path: { type: 'string', format: 'path' }, password: words }),
  output: login,
  says: 'It told {{ output.password }}.',
});

/** A worker that may be told anything, and tells everything. */
function tellingCatalogue(): Catalogue {
  const entry: ActionEntry = {
    ...{ ref: 'test.tell', workerId: 'test', workerName: 'Test', action: tell, timeoutMs: 1000 },
    validateInput: compileSchema(tell.input),
  };
  return { actions: () => [entry], action: (ref) => (ref === entry.ref ? entry : undefined) };
}

const told = {
  password: canary.password,
  nested: [{ apiKey: canary.vault }],
  text: `is ${canary.password} by ada on lovelace, token ${canary.github}`,
  address: `https://${canary.inAddress}@example.com`,
  ...{ model: canary.model, key: canary.privateKey, jwt: `Use ${canary.jwt}` },
};

async function worldWithCanaries() {
  const world = openWorld({
    redacting: { environment: { DEPLOY_TOKEN: canary.environment, PATH: '/usr/bin' } },
    runs: {
      catalogue: tellingCatalogue(),
      callWorker: async ({ taskId }) => {
        if (taskId !== 'broken') return told;
        const details = { header: canary.bearer, cookie: canary.password };
        throw new HeronError('worker-failed', `401 with ${canary.environment} at /home/ada/x`, details);
      },
      changes: async () => [
        {
          ...{ path: '/home/ada/.env', kind: 'replaced' as const, taskId: 'file', undone: false },
          diff: `--- a\n+++ b\n@@ -1 +1 @@\n-KEY=${canary.inFile}\n+KEY=${canary.environment} of ada@lovelace\n`,
        },
      ],
    },
  });
  const run = await world.run([
    { id: 'login', action: 'test.tell', input: { word: 'it' } },
    {
      id: 'file',
      action: 'test.tell',
      input: {
        path: '/home/ada/file',
        word: '{{ tasks.login.output.text }}',
        password: '{{ tasks.login.output.password }}',
      },
    },
    { id: 'broken', action: 'test.tell', input: { copy: '{{ tasks.login.output.address }}' }, onError: 'skip' },
    { id: 'shown', after: ['file'], value: '{{ tasks.file.output.text & " by ada on lovelace" }}' },
    { id: 'list', forEach: { in: '{{ tasks.login.output.nested }}' }, value: { of: '{{ item.apiKey }}' } },
  ]);
  const scope = { runId: run.id };
  const need = {
    capability: 'shell' as const,
    target: '/bin/curl',
    detail: `curl -H 'Authorization: ${canary.bearer}'`,
  };
  await world.log.append([
    { type: 'permission.denied', scope, payload: { need, rule: `for ${canary.environment}` } },
    {
      ...{ type: 'message.added', scope: { ...scope, conversationId: `cnv_${'0'.repeat(26)}` } },
      payload: { message: { id: `msg_${'0'.repeat(26)}`, role: 'person', text: canary.said, createdAt: 1 } },
    } as never,
  ]);
  // Known only after all was written down.
  world.scrubber.learn('deploy', canary.vault);
  return { ...world, runId: run.id };
}

describe.each<Redaction>(['secrets', 'values'])('with %s taken out', (redaction) => {
  test('planted secrets, and the names of the person and the machine, are nowhere in a bundle [SE-02]', async () => {
    const { bundles, runId, log } = await worldWithCanaries();
    const recorded = JSON.stringify(log.list({ scope: { runId } }));
    expect(recorded).toContain(canary.password);
    const { bytes, content } = await exported(bundles, runId, { redaction, withFiles: true });
    const text = gunzipSync(bytes).toString();
    for (const value of Object.values(canary)) {
      for (const form of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)])
        expect(text).not.toContain(form);
      expect(text).not.toContain(Buffer.from(value).toString('base64').replace(/=+$/, ''));
    }
    expect(text).not.toMatch(/\bada\b|lovelace|\/home\/ada|cnv_/);
    expect(content?.blanked.secrets).toBeGreaterThan(8);
    expect(content?.blanked.homeFolder).toBeGreaterThan(2);
    expect(content?.diffs).toBe(1);
  });

  test('it can be opened', async () => {
    const { bundles, runId, open, runs } = await worldWithCanaries();
    const { bytes } = await exported(bundles, runId, { redaction, withFiles: true });
    const opened = await open(bytes);
    expect(Object.keys(runs.get(opened.runId).tasks)).toEqual(['login', 'file', 'broken', 'shown', 'list']);
    expect(await runs.changes(opened.runId)).toMatchObject([{ kind: 'replaced', taskId: 'file' }]);
  });
});

test('what is left of a run without its secrets still goes together: its replay is the same [X-03]', async () => {
  const { bundles, runId, open, runs } = await worldWithCanaries();
  const opened = await open((await exported(bundles, runId)).bytes);
  expect(await runs.replay(opened.runId)).toMatchObject({ identical: true });
});

test('of texts only their length is left, and the shape of everything stays', async () => {
  const { bundles, runId, open, runs, log } = await worldWithCanaries();
  const opened = await open((await exported(bundles, runId, { redaction: 'values', withFiles: true })).bytes);
  const { tasks, plan } = runs.get(opened.runId);
  const blanked = expect.stringMatching(/^x+$/) as string;
  expect(tasks['login']?.output).toMatchObject({ password: blanked, nested: [{ apiKey: blanked }], text: blanked });
  expect(tasks['file']?.input).toMatchObject({ word: blanked, path: 'x'.repeat('~/file'.length) });
  expect(tasks['broken']?.error).toMatchObject({ code: 'worker-failed', message: blanked });
  expect(plan.title).toBe('xxxx');
  expect(plan.tasks[3]).toMatchObject({ after: ['file'], value: '{{ tasks.file.output.text & "xxxxxxxxxxxxxxxx" }}' });
  expect(log.list({ scope: { runId: opened.runId } })).toEqual([]);
  const [change] = await runs.changes(opened.runId);
  expect(change?.diff).toMatch(/^--- a\n|^-x+$/m);
  await expect(runs.replay(opened.runId)).rejects.toMatchObject({ code: 'unsupported' });
  const again = await exported(bundles, opened.runId);
  expect(gunzipSync(again.bytes).toString().split('\n')[0]).toContain('"redaction":"values"');
});

test('what would be in a bundle is told before, and nothing is written down', async () => {
  const { bundles, runId, log } = await worldWithCanaries();
  const before = log.lastSeq();
  const content = await bundles.preview({ runId, redaction: 'secrets', withFiles: false });
  expect(content).toMatchObject({ files: 1, diffs: 0, blanked: { values: 0 } });
  expect(content.leftOut).toContain('what changed in files');
  expect(log.lastSeq()).toBe(before);
  const { bytes } = await exported(bundles, runId);
  // The time it was made is in it.
  expect(Math.abs(bytes.length - content.bytes)).toBeLessThan(64);
  expect(log.last('bundle.made', {})?.payload).toMatchObject({ runId, redaction: 'secrets' });
});
