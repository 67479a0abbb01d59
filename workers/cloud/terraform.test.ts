import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import worker from './index.ts';

const { plan, showPlan, apply } = worker.actions;
const fixture = join(import.meta.dirname, 'fixtures/plan.json');
// Else Terraform asks its maker whether there is a newer one.
vi.stubEnv('CHECKPOINT_DISABLE', '1');
const program = (['terraform', 'tofu'] as const).find((name) => spawnSync(name, ['version']).status === 0);

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-plan-')));
  return () => rmSync(folder, { recursive: true, force: true });
});

const allowed = (answer?: string) =>
  fakeContext({
    allow: { read: [folder], write: [folder], programs: ['terraform', 'tofu'] },
    ...(answer === undefined ? {} : { answer }),
  });
const show = (name: string, content?: string) => {
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, content);
  return showPlan({ path, folder, program: 'terraform' }, allowed());
};
const fieldsOf = (fields: readonly { name: string; before?: string; after?: string }[]) =>
  fields.map(({ name, before, after }) => [name, before, after]);

describe('a plan as JSON', () => {
  test('is told as what is created, updated, replaced and destroyed, with nothing that is sensitive [W-12]', async () => {
    cpSync(fixture, join(folder, 'plan.json'));
    const output = await show('plan.json');
    expect(output.counts).toEqual({ create: 1, update: 1, replace: 1, destroy: 1, read: 1, forget: 0 });
    expect(output.sha256).toBe(createHash('sha256').update(readFileSync(fixture)).digest('hex'));
    expect(output).toMatchObject({ drift: 1, more: 0, outputs: [{ name: 'address', action: 'create' }] });
    const [made, changed, replaced, destroyed] = output.changes;
    expect(fieldsOf(made?.fields ?? [])).toEqual([
      ['arn', undefined, '(known after apply)'],
      ['bucket', undefined, 'logs-2026'],
      ['id', undefined, '(known after apply)'],
      ['tags', undefined, '{"team":"web"}'],
    ]);
    expect(fieldsOf(changed?.fields ?? [])).toEqual([['instance_type', 't3.micro', 't3.small']]);
    expect(replaced).toMatchObject({
      ...{ address: 'module.db.aws_db_instance.main["eu"]', action: 'replace' },
      reason: 'replace because cannot update, because of engine',
    });
    expect(fieldsOf(replaced?.fields ?? [])).toEqual([
      ['endpoint', undefined, '(known after apply)'],
      ['engine', 'postgres', 'mysql'],
      ['password', '(sensitive)', '(sensitive)'],
      ['settings', '[{"name":"a","key":"(sensitive)"}]', '[{"name":"b","key":"(sensitive)"}]'],
    ]);
    expect(destroyed).toMatchObject({ address: 'aws_iam_user.old', action: 'destroy' });
    expect(JSON.stringify(output)).not.toContain('hunter2');
  });

  test('of many changes the first are told, and all are counted', async () => {
    const change = {
      actions: ['create'],
      before: null,
      after: Object.fromEntries(Array.from({ length: 45 }, (_, i) => [`f${i}`, 'x'.repeat(250)])),
      after_unknown: {},
    };
    const changes = Array.from({ length: 1100 }, (_, i) => ({ address: `a.b[${i}]`, type: 'a', change }));
    const output = await show('many.json', JSON.stringify({ format_version: '1.2', resource_changes: changes }));
    expect(output).toMatchObject({ counts: { create: 1100 }, more: 100 });
    expect(output.changes[0]).toMatchObject({ moreFields: 5 });
    expect(output.changes[0]?.fields[0]?.after).toBe(`${'x'.repeat(200)}…`);
  });

  test.each([
    ['no JSON', 'hello', /is no JSON/],
    ['JSON of something else', '{"a":1}', /format_version is missing/],
    ['a format that is not known', '{"format_version":"2.0","resource_changes":[]}', /version 2\.0/],
    ['a state', '{"format_version":"1.0","values":{}}', /is a state/],
    [
      'an action that is not known',
      '{"format_version":"1.2","resource_changes":[{"address":"a.b","change":{"actions":["explode"]}}]}',
      /explode/,
    ],
    ['a plan that calls itself JSON', 'PK\u0003\u0004rest', /another name than \.json/],
  ])('%s is refused', async (_what, content, message) => {
    await expect(show('x.json', content)).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });

  test('a file that is not there, or may not be read, is said', async () => {
    await expect(show('gone.json')).rejects.toMatchObject({ code: 'not-found' });
    const path = join(folder, 'x.json');
    writeFileSync(path, '{}');
    await expect(showPlan({ path, folder, program: 'terraform' }, fakeContext())).rejects.toMatchObject({
      code: 'permission-denied',
    });
  });

  test('cannot be applied: nothing but the plan itself can', async () => {
    cpSync(fixture, join(folder, 'plan.json'));
    const input = { path: join(folder, 'plan.json'), folder, program: 'terraform' } as const;
    await expect(apply(input, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

test('a plan is not written over another file', async () => {
  const out = join(folder, 'notes.txt');
  writeFileSync(out, 'keep me');
  await expect(plan({ folder, out, program: 'terraform' }, allowed())).rejects.toMatchObject({
    code: 'already-exists',
  });
});

test.skipIf(program !== undefined)('where Terraform is not installed that is said', async () => {
  const out = join(folder, 'heron.tfplan');
  await expect(plan({ folder, out, program: 'terraform' }, allowed())).rejects.toMatchObject({
    ...{ code: 'unsupported', message: expect.stringMatching(/terraform is not on this machine/) },
  });
  writeFileSync(out, 'PK\u0003\u0004rest');
  await expect(show('heron.tfplan')).rejects.toMatchObject({ code: 'unsupported' });
});

describe.skipIf(program === undefined)(
  'with Terraform (skipped where neither Terraform nor OpenTofu is installed)',
  () => {
    const started = program ?? 'terraform';
    const input = () => ({ folder, out: join(folder, 'heron.tfplan'), program: started });

    test('a plan is made, shown, and applied only after a yes to this very plan', { timeout: 120_000 }, async () => {
      // The one resource that needs no provider from elsewhere.
      const write = (word: string): void =>
        writeFileSync(join(folder, 'main.tf'), `resource "terraform_data" "a" {\n  input = "${word}"\n}\n`);
      write('one');
      expect(spawnSync(started, ['init', '-input=false'], { cwd: folder }).status).toBe(0);
      const made = await plan(input(), allowed());
      expect(made).toMatchObject({
        counts: { create: 1 },
        changes: [{ address: 'terraform_data.a', action: 'create' }],
      });
      const wish = { path: made.path, folder, program: started };
      const yes = `Apply ${made.sha256.slice(0, 12)}`;
      await expect(apply({ ...wish, sha256: '0'.repeat(64) }, allowed())).rejects.toMatchObject({ code: 'conflict' });
      await expect(apply(wish, allowed())).rejects.toMatchObject({
        code: 'blocked',
        details: { choices: [yes, 'Leave it'] },
      });
      await expect(apply(wish, allowed('Leave it'))).rejects.toMatchObject({ code: 'conflict' });
      write('two');
      await plan(input(), allowed());
      await expect(apply(wish, allowed(yes))).rejects.toMatchObject({ code: 'conflict' });
      const again = await showPlan({ path: made.path, folder, program: started }, allowed());
      const done = await apply({ ...wish, sha256: again.sha256 }, allowed(`Apply ${again.sha256.slice(0, 12)}`));
      expect(done.said).toMatch(/1 added/);
    });
  },
);
