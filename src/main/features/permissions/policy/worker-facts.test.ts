import { expect, test } from 'vitest';
import { defaultPolicy, type PolicySettings } from '../../../../contract/policy.ts';
import { closedGitWords } from '../../../../worker-kit/closed-git-words.ts';
import { manifests } from './fixtures/open-permissions.ts';
import { createWorkerFacts } from './worker-facts.ts';

function flagsOf(
  args: string[],
  worker: keyof typeof manifests = 'tools',
  trust: PolicySettings['trust'] = {},
  program = 'git',
) {
  const facts = createWorkerFacts({
    policy: () => ({ ...defaultPolicy, trust }),
    homeFolder: '/home/ada',
    isBundled: (id) => id === 'tools',
    isSecretPlace: () => false,
  });
  return facts.flagsBehind(manifests[worker], { capability: 'shell', target: `/usr/bin/${program}`, args });
}

const closed = (line: string): string[] => [...closedGitWords, ...line.split(' ')];

test('a closed git that stays on this machine is no stranger and carries nothing out, for a worker of Heron’s own', () => {
  expect(flagsOf(closed('status -z'))).toMatchObject({ trustedSource: true, trustedSink: true });
  for (const line of ['log', 'diff HEAD', 'push origin main', 'pull origin', 'clone a b']) {
    expect(flagsOf(closed(line))).toMatchObject({ trustedSource: false, trustedSink: false });
  }
  expect(flagsOf(['status'])).toMatchObject({ trustedSource: false, trustedSink: false });
  expect(flagsOf(closed('status -z'), 'stranger')).toMatchObject({ trustedSource: false, trustedSink: false });
});

test('what a person said of the program counts before that', () => {
  const trust = { 'program:git': { trustedSource: false, sensitive: true, trustedSink: false } };
  expect(flagsOf(closed('status -z'), 'tools', trust)).toEqual(trust['program:git']);
});

test('and so is a restic that keeps its repository in a folder of this machine', () => {
  const restic = (line: string, worker?: 'stranger') => flagsOf(line.split(' '), worker ?? 'tools', {}, 'restic');
  const local = { trustedSource: true, trustedSink: true };
  expect(restic('--repo=/a --json --no-cache snapshots')).toMatchObject(local);
  expect(restic('--repo=/a --json --no-cache snapshots', 'stranger')).not.toMatchObject(local);
  expect(restic('--repo=rest:https://a.example/ --json --no-cache snapshots')).not.toMatchObject(local);
  expect(restic('--repo=/a --json --no-cache mount /b')).not.toMatchObject(local);
});
