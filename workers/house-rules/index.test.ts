import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { expect, test } from 'vitest';
import manifest from './manifest.json' with { type: 'json' };
import worker from './index.ts';

type Settings = { programs?: string[]; branches?: string[]; places?: string[] };

function contextWith(settings: Settings): FakeContext {
  const { programs, branches, places } = manifest.settings.properties;
  const defaults = { programs: programs.default, branches: branches.default, places: places.default };
  return fakeContext({ settings: { ...defaults, ...settings } });
}

async function judge(ref: string, input: Record<string, unknown>, settings: Settings = {}, risk = 'reversible') {
  const [workerId = '', action = ''] = ref.split('.');
  const call = { ref, workerId, action, risk, input, runId: 'run', taskId: 'task', attempt: 1 };
  const said = await worker.hooks?.before_tool_call?.(call as never, contextWith(settings));
  return said?.veto;
}

const run = (line: string, settings?: Settings) => {
  const [program = '', ...args] = line.split(' ');
  return judge('process.run', { program, args }, settings, 'external');
};

test.each(['ls -l', 'echo sudo', 'git status', 'grep su notes.txt', 'env FOO=1 ls'])('%s may be run', async (line) => {
  expect(await run(line)).toBeUndefined();
});

test.each([
  ['sudo ls', 'sudo'],
  ['/usr/bin/sudo ls', 'sudo'],
  ['SUDO.EXE ls', 'sudo'],
  ['env A=1 sudo ls', 'sudo'],
  ['timeout 5 nice dd if=/dev/zero', 'dd'],
  ['xargs /sbin/shutdown', 'shutdown'],
])('%s is refused for %s [RT-15]', async (line, program) => {
  expect(await run(line)).toBe(`the house rules forbid the program ${program}`);
});

test('a program in a line for a shell is found', async () => {
  const input = { program: 'sh', args: ['-c', 'cd /tmp && (sudo id); true'] };
  expect(await judge('process.run', input)).toBe('the house rules forbid the program sudo');
  expect(await judge('process.run', input, { programs: [] })).toBeUndefined();
});

test.each([
  'git push origin topic',
  'git push -f origin topic:topic',
  'git branch -D topic',
  'git checkout main',
  'git branch main',
])('%s is allowed', async (line) => {
  expect(await run(line)).toBeUndefined();
});

test.each([
  'git push origin main',
  'git push origin HEAD:main',
  'git push origin +topic:refs/heads/master',
  'git -C /a -c a.b=c push --force origin main',
  'git push origin :main',
  'git branch -D main',
  'git checkout -B main topic',
  'git reset --hard main',
  'env git push origin main',
])('%s is refused: it touches a protected branch [RT-15]', async (line) => {
  expect(await run(line)).toMatch(/^the house rules protect the branch (main|master)$/);
});

test.each(['git push', 'git push origin', 'git push origin HEAD', 'git push --all origin', 'git push --mirror x'])(
  '%s is refused: it may push to a protected branch',
  async (line) => {
    expect(await run(line)).toMatch(/^the house rules protect branches, and this push/);
    expect(await run(line, { branches: [] })).toBeUndefined();
  },
);

test('a push by the git worker is judged by its branch, and refused when it does not say one [RT-15]', async () => {
  const judged = (input: Record<string, unknown>, settings?: Settings) =>
    judge('git.push', input, settings, 'external');
  expect(await judged({ path: '/a', branch: 'topic' })).toBeUndefined();
  expect(await judged({ path: '/a', branch: 'main', force: true })).toMatch(/protect the branch main$/);
  expect(await judged({ path: '/a' })).toMatch(/does not say which/);
  expect(await judged({ path: '/a' }, { branches: [] })).toBeUndefined();
});

const places = ['/home/me/Contracts'];

test.each<[ref: string, input: Record<string, unknown>]>([
  ['files.write', { path: '/home/me/Contracts/a.txt' }],
  ['files.write', { path: '/home/me/contracts/a.txt' }],
  ['files.write', { path: '/home/me/x/../Contracts/a.txt' }],
  ['files.remove', { path: '/home/me/Contracts' }],
  ['files.remove', { path: '/home/me' }],
  ['files.move', { source: '/home/me/Contracts/a', destination: '/tmp/a' }],
  ['archive.extract', { source: '/tmp/a.zip', destination: '/home/me/Contracts/new' }],
  ['stranger.store', { options: { targets: ['/home/me/Contracts/a'] } }],
])('%s to a protected place is refused: %j [RT-15]', async (ref, input) => {
  expect(await judge(ref, input, { places })).toBe('the house rules let nothing write to /home/me/Contracts');
  expect(await judge(ref, input)).toBeUndefined();
});

test.each<[ref: string, input: Record<string, unknown>, risk?: string]>([
  ['files.write', { path: '/home/me/ContractsOld/a.txt' }],
  ['files.copy', { source: '/home/me/Contracts/a', destination: '/tmp/a' }],
  ['files.read', { path: '/home/me/Contracts/a' }, 'read'],
  ['stranger.look', { path: '/home/me/Contracts/a' }, 'read'],
  ['files.write', { path: 5 }],
  ['process.run', {}],
])('%s is allowed beside protected places: %j', async (ref, input, risk) => {
  expect(await judge(ref, input, { places }, risk)).toBeUndefined();
});
