import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { birdFiles, writeFiles } from '../../workers/installing/fixtures/bird-worker.ts';
import { findApp } from '../app-folder.ts';
import { runCommandLine } from '../command-line.ts';
import { recordingTerminal } from '../recording-terminal.ts';

let work: string;

beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'heron-settings-')));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

async function heron(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const environment = { PATH: process.env['PATH'], HERON_DATA_DIR: join(work, 'data'), HOME: work };
  const terminal = recordingTerminal({ cwd: work, environment });
  const code = await runCommandLine(args, { terminal, app: findApp(import.meta.dirname) });
  return { code, out: terminal.outLines.join('\n'), err: terminal.errLines.join('\n') };
}

async function run(action: string, input: object, ...options: string[]) {
  const plan = { version: 1, title: 'Try', tasks: [{ id: 'task', action, input }] };
  writeFileSync(join(work, 'plan.json'), JSON.stringify(plan));
  return heron('run', 'plan.json', '--json', ...options);
}

const settings = {
  type: 'object',
  properties: {
    volume: { type: 'integer', minimum: 0, maximum: 10, default: 5, description: 'How loud.' },
    voice: { type: 'string', enum: ['high', 'low'], default: 'high', description: 'Which voice.' },
    silent: { type: 'boolean', default: false, description: 'Only moves the beak.' },
    never: { type: 'array', items: { type: 'string' }, default: [], description: 'Songs it does not sing.' },
    name: { type: 'string', description: 'What it is called.' },
  },
  required: ['name'],
  additionalProperties: false,
};

describe('what can be set of a worker', () => {
  beforeEach(async () => {
    writeFiles(join(work, 'bird'), birdFiles({ manifest: { settings } }));
    expect(await heron('worker', 'install', 'bird', '--yes')).toMatchObject({ code: 0 });
  });

  test('begins with its defaults, is set in words, reaches the next call and is reset', async () => {
    expect((await heron('worker', 'settings', 'bird')).out).toContain('volume  5          default  How loud.');
    const values = { volume: 5, voice: 'high', silent: false, never: [] };
    for (const [name, value] of [
      ['volume', '7'],
      ['silent', 'on'],
      ['never', 'dirge, march'],
      ['name', 'Lark'],
    ]) {
      expect(await heron('worker', 'settings', 'bird', name!, value!)).toMatchObject({ code: 0 });
    }
    const now = { ...values, volume: 7, silent: true, never: ['dirge', 'march'], name: 'Lark' };
    expect(JSON.parse((await heron('worker', 'settings', 'bird', '--json')).out)).toEqual(now);
    const sung = (await run('bird.sing', {})).out.split('\n').find((line) => line.includes('task.completed'));
    expect((JSON.parse(sung ?? '{}') as { payload: { output: unknown } }).payload.output).toEqual({
      value: ['chirp', now],
    });
    expect((await heron('worker', 'settings', 'bird', 'volume', '--reset')).out).toMatch(/^volume {2}5 {2}default/);
    expect((await heron('worker', 'settings', 'bird', '--reset', '--json')).out).toContain('"name":null');
    expect((await heron('events', 'tail', '--types', 'worker.configured', '--json')).out).toContain('"set":["volume"]');
  });

  test.each([
    ['volume', '11', /volume: must be at most 10/],
    ['volume', 'loud', /volume: must be integer/],
    ['voice', 'shrill', /voice: must be one of "high", "low"/],
    ['silent', 'perhaps', /silent: must be boolean/],
    ['never', '[1]', /never\.0: must be string/],
    ['never', '[1', /is not JSON/],
    ['colour', 'red', /no setting colour; it has volume, voice, silent, never, name/],
  ])('%s cannot be %s', async (name, value, message) => {
    const said = await heron('worker', 'settings', 'bird', name, value);
    expect(said.code).toBe(2);
    expect(said.err).toMatch(message);
    expect((await heron('worker', 'settings', 'bird')).out).not.toMatch(/\bset\b {2}/);
  });

  test('what a new version does not know any more counts as not set', async () => {
    await heron('worker', 'settings', 'bird', 'volume', '9');
    await heron('worker', 'settings', 'bird', 'voice', 'low');
    const { volume, ...others } = settings.properties;
    const fewer = { ...settings, properties: { ...others, volume: { ...volume, maximum: 8 } } };
    writeFiles(join(work, 'bird'), birdFiles({ version: '2.0.0', manifest: { settings: fewer } }));
    await heron('worker', 'install', 'bird', '--yes');
    expect(JSON.parse((await heron('worker', 'settings', 'bird', '--json')).out)).toMatchObject({
      volume: 5,
      voice: 'low',
    });
  });
});

test('a worker without settings says so', async () => {
  expect(await heron('worker', 'settings', 'clock')).toMatchObject({
    code: 0,
    out: '',
    err: 'There is nothing to set.',
  });
  expect((await heron('worker', 'settings', 'nobody')).err).toContain('There is no worker nobody');
});

test('house rules are off, and once switched on refuse what the person forbids, in every run [RT-13, RT-15]', async () => {
  const input = { program: 'echo', args: ['hello'] };
  expect((await run('process.run', input, '--allow', 'plan')).code).toBe(0);
  expect((await heron('worker', 'settings', 'house-rules', 'programs', 'echo')).code).toBe(0);
  expect((await run('process.run', input, '--allow', 'plan')).code).toBe(0);
  expect((await heron('worker', 'hooks', 'house-rules', 'on')).out).toBe(
    'The hooks of house-rules are on: before_tool_call',
  );
  const refused = await run('process.run', input, '--allow', 'plan');
  expect(refused.code).not.toBe(0);
  const failed = refused.out.split('\n').find((line) => line.includes('task.failed'));
  expect((JSON.parse(failed ?? '{}') as { payload: unknown }).payload).toMatchObject({
    error: {
      code: 'permission-denied',
      message: 'process.run was not called. House rules refused it: the house rules forbid the program echo',
      details: { rule: 'hook house-rules' },
    },
  });
  expect((await heron('worker', 'hooks', 'house-rules', 'off')).code).toBe(0);
  expect((await run('process.run', input, '--allow', 'plan')).code).toBe(0);
  expect((await heron('worker', 'hooks', 'clock', 'on')).err).toContain('has no hooks');
  expect((await heron('worker', 'hooks', 'clock', 'maybe')).err).toContain('Say on or off');
});
