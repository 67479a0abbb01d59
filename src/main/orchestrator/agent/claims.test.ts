import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../contract/json.ts';
import { bundledCatalogue } from '../../features/plans/fixtures/bundled-catalogue.ts';
import type { AgentStep } from '../execution.ts';
import { failedCheck } from './agent-check.ts';
import { checkClaims, withDoubts } from './claims.ts';

const catalogue = bundledCatalogue();

/** A step in which these calls were completed, with what they gave. */
function did(...made: [action: string, input: JsonObject, result?: JsonObject, isOk?: boolean][]): AgentStep[] {
  const results = made.map(([action, input, result = {}, isOk = true], index) => {
    const call = { callId: `c${index}`, name: action, action, input, task: `t${index}` };
    return { call, path: `work/0/t${index}`, isOk, shown: JSON.stringify({ ok: isOk, result }), says: '' };
  });
  return [{ answered: { text: '', calls: results.map(({ call }) => call), model: 'm' }, results, heard: [] }];
}

const verdicts = (answer: string, steps: AgentStep[]): boolean[] =>
  checkClaims(
    answer,
    steps.flatMap(({ results }) => results),
    catalogue,
  ).map(({ isVerified }) => isVerified);

const lies = [
  'I sent the mail to bob@example.org.',
  'I’ve e-mailed the report.',
  'The message has been posted to the channel.',
  'Done: the file was saved to `notes.txt`.',
  'I wrote summary.md for you.',
  'I have not only saved the file, I also sent it.',
  'Created the folder /w/new.',
  'All 12 old files were deleted.',
  'I removed build.log and cleaned up.',
  'I moved a.txt to b.txt.',
  'Renamed everything as you asked.',
  'All tests pass now.',
  'The test suite is green and passes.',
  'Fixed the bug; tests passed.',
  '- **Saved** the result in out.csv',
  'Ich habe die Mail gesendet.',
  'Die Datei wurde gelöscht.',
  'Alle Tests bestanden.',
  'I installed ripgrep on your machine.',
  'The meeting has been scheduled for Monday.',
  'I booked a table for two.',
  'I set a reminder for nine.',
  'I committed the change and pushed it.',
  'Merged the branch into main.',
  'It was deployed to production.',
  'I restarted the server.',
  'Your subscription was cancelled.',
  'The invoice has been paid.',
  'I transferred 20 euros to Bob.',
  'I ordered the book.',
  'Die Rechnung wurde bezahlt.',
  'Der Termin wurde eingerichtet.',
];

describe('what an answer claims', () => {
  test.each(lies)('a liar that has done nothing is never confirmed: %s [X-06]', (lie) => {
    const found = verdicts(lie, []);
    expect(found.length).toBeGreaterThan(0);
    expect(found).not.toContain(true);
  });

  test.each(lies)('nor one that has only looked, or whose call failed: %s [X-06]', (lie) => {
    const looked = did(['files.read', { path: '/w/notes.txt' }], ['web-fetch.page', { url: 'https://e.org' }]);
    const failed = did(
      ['files.write', { path: '/w/notes.txt', content: 'x' }, {}, false],
      ['process.run', { program: 'npm', args: ['test'] }, { exitCode: 1 }],
    );
    expect([...verdicts(lie, looked), ...verdicts(lie, failed)]).not.toContain(true);
  });

  test('nor by the receipt of something else [X-06]', () => {
    const wrote = did(['files.write', { path: '/w/a.txt', content: 'x' }, { path: '/w/a.txt' }]);
    expect(verdicts('I saved b.txt.', wrote)).toEqual([false]);
    expect(verdicts('I saved a.txt and b.txt.', wrote)).toEqual([false]);
    expect(verdicts('I deleted a.txt.', wrote)).toEqual([false]);
    expect(verdicts('I saved a.txt and sent it.', wrote)).toEqual([false]);
    expect(verdicts('I saved a.txt and committed it.', wrote)).toEqual([false]);
    expect(verdicts('I installed it and paid for it.', wrote)).toEqual([false]);
    expect(verdicts('All tests pass.', did(['process.run', { program: 'ls', args: [] }, { exitCode: 0 }]))).toEqual([
      false,
    ]);
  });

  test('is confirmed by what did it [X-06]', () => {
    const wrote = did(['files.write', { path: '/w/a.txt', content: 'x' }, { path: '/w/a.txt' }]);
    expect(
      checkClaims(
        'I saved `a.txt`.',
        wrote.flatMap(({ results }) => results),
        catalogue,
      ),
    ).toEqual([{ text: 'I saved `a.txt`.', isVerified: true, by: 'work/0/t0' }]);
    expect(verdicts('I created /w/a.txt.', wrote)).toEqual([true]);
    expect(
      verdicts('All tests pass.', did(['process.run', { program: 'npm', args: ['test'] }, { exitCode: 0 }])),
    ).toEqual([true]);
    expect(
      verdicts('I moved a.txt to b.txt.', did(['files.move', { source: '/w/a.txt', destination: '/w/b.txt' }])),
    ).toEqual([true]);
    const commit = { program: 'git', args: ['commit', '-m', 'x'] };
    expect(verdicts('I committed it.', did(['process.run', commit, { exitCode: 0 }]))).toEqual([true]);
    expect(verdicts('Removed old.log.', did(['files.remove', { path: '/w/old.log' }]))).toEqual([true]);
  });

  test('that tests pass is confirmed by tests that passed, not by a run of them that ended [X-06, OR-15]', () => {
    const found = { path: '/w', framework: 'node', skipped: 0, failures: [], durationMs: 5 };
    const green = did(['test.run', { path: '/w' }, { ...found, status: 'passed', passed: 3, failed: 0 }]);
    const red = did(['test.run', { path: '/w' }, { ...found, status: 'failed', passed: 2, failed: 1 }]);
    const none = did(['test.run', { path: '/w' }, { ...found, status: 'passed', passed: 0, failed: 0 }]);
    expect(verdicts('All tests pass.', green)).toEqual([true]);
    expect(verdicts('All tests pass.', [...red, ...none])).toEqual([false]);
    expect(verdicts('I saved a.txt.', green)).toEqual([false]);
    const check = (steps: AgentStep[]) => failedCheck(steps);
    expect([green, red].map(check)).toEqual([undefined, 'its check test.run still fails']);
    const report = { path: '/w/junit.xml', passed: 2, skipped: 0, failures: [], durationMs: null };
    const read = (status: string, failed: number) =>
      did(['test.report', { path: '/w/junit.xml' }, { ...report, status, failed }]);
    expect([read('passed', 0), read('failed', 0), read('passed', 1)].map(check)).toEqual([
      ...[undefined, 'its check test.report still fails', 'its check test.report still fails'],
    ]);
    // Another action may tell of a failure that it has found.
    expect(check(did(['files.read', { path: '/w/a' }, { status: 'failed' }]))).toBeUndefined();
  });

  const ran = (program: string, ...args: string[]) => {
    const call = { program, args, folder: '/home/ada/latest-test', input: 'npm test > saved; rm it; git push' };
    return did(['process.run', call, { exitCode: 0 }]);
  };

  test.each<[claim: string, command: string[]]>([
    ['All tests pass.', ['ls']],
    ['All tests pass.', ['ls', '-la', '/home/ada/latest']],
    ['All tests pass.', ['cat', 'test.txt']],
    ['All tests pass.', ['echo', 'test']],
    ['All tests pass.', ['/usr/bin/printf', 'test']],
    ['All tests pass.', ['true', 'test']],
    ['All tests pass.', ['test', '-f', 'a.txt']],
    ['All tests pass.', ['sudo', 'echo', 'test']],
    ['All tests pass.', ['bash', '-c', 'echo npm test']],
    ['All tests pass.', ['bash', '-c', 'npm test || true']],
    ['All tests pass.', ['bash', '-lc', 'npm test; echo done']],
    ['All tests pass.', ['sh', '-c', 'npm test 2>&1 | tail -5']],
    ['All tests pass.', ['sh', '-c', 'npm test &']],
    ['All tests pass.', ['git', 'checkout', 'test']],
    ['All tests pass.', ['git', 'commit', '-m', 'fix the test']],
    ['All tests pass.', ['cargo', 'new', 'app']],
    ['All tests pass.', ['node', '/home/ada/test/app.js']],
    ['All tests pass.', ['npm', 'exec', 'app@latest']],
    ['All tests pass.', ['npm', 'install', 'vitest']],
    ['All tests pass.', ['pytest', '--version']],
    ['All tests pass.', ['sh', '-c', '! npm test']],
    ['All tests pass.', ['sh', '-c', 'cat > run.sh <<EOF\nnpm test\nEOF\n']],
    ['I deleted it.', ['sh', '-c', 'cat > run.sh <<EOF\nrm a\nEOF\n']],
    ['I saved it.', ['ls', '/x', '2>/dev/null']],
    ['I saved it.', ['sh', '-c', 'ls /x 2>/dev/null']],
    ['I saved it.', ['sh', '-c', 'ls > /dev/null 2>&1']],
    ['I saved it.', ['sh', '-c', "grep '=>' a.ts"]],
    ['I saved it.', ['node', '-e', 'fs.write(1, 2)']],
    ['I saved it.', ['ls', '/home/ada/save/x']],
    ['I deleted it.', ['echo', 'rm']],
    ['I moved it.', ['ls', 'remove']],
    ['I sent it.', ['grep', 'push', 'a.txt']],
    ['I created it.', ['ls', 'initial']],
  ])('is not confirmed by a program that only has the word: %s %j', (claim, [program = '', ...args]) => {
    expect(verdicts(claim, ran(program, ...args))).toEqual([false]);
  });

  test.each<[claim: string, command: string[]]>([
    ['All tests pass.', ['npm', 'run', 'test:unit']],
    ['All tests pass.', ['npm.cmd', 'test']],
    ['All tests pass.', ['/usr/bin/pytest']],
    ['All tests pass.', ['python3', '-m', 'unittest']],
    ['All tests pass.', ['node', '--test', '--test-reporter=tap']],
    ['All tests pass.', ['node', 'node_modules/vitest/vitest.mjs', 'run']],
    ['All tests pass.', ['cargo', 'test']],
    ['All tests pass.', ['./run_tests.sh']],
    ['All tests pass.', ['bash', '-c', 'cd /w && CI=1 npm test 2>&1']],
    ['All tests pass.', ['bash', '-c', 'set -e; npm ci; npm test']],
    ['Lint passes.', ['npx', 'oxlint']],
    ['I saved it.', ['sh', '-c', 'ls > list.txt']],
    ['I saved it.', ['sh', '-c', 'echo "a b" >> list.txt']],
    ['I saved it.', ['rustfmt', 'a.rs']],
    ['I fixed it.', ['npx', 'eslint', '--fix']],
    ['I created it.', ['gzip', 'a']],
    ['I installed it.', ['sudo', 'apt-get', 'install', 'x']],
    ['I deleted it.', ['find', '.', '-delete']],
    ['I deleted it.', ['sh', '-c', 'cd /w && rm a']],
    ['I moved it.', ['/bin/mv', 'a', 'b']],
    ['I sent it.', ['git', 'push']],
    ['I sent it.', ['sendmail', 'ada']],
    ['I restarted it.', ['systemctl', 'restart', 'x']],
  ])('is confirmed by the program that does it: %s %j', (claim, [program = '', ...args]) => {
    expect(verdicts(claim, ran(program, ...args))).toEqual([true]);
  });

  test('is not confirmed by a program that has only begun', () => {
    const input = { program: 'npm', args: ['test'] };
    const begun = did(['process.start', input, { id: 'p' }], ['process.run', input, { exitCode: null, process: 'p' }]);
    expect(verdicts('All tests pass.', begun)).toEqual([false]);
  });

  test('is confirmed by the files that code gave, and by nothing that stands in it [X-06]', () => {
    const wrote = (artifacts: JsonObject[]) =>
      did(['code.run', { language: 'python', code: 'save(test); rm' }, { exitCode: 0, artifacts }]);
    expect(verdicts('I saved it. All tests pass. I deleted b.', wrote([]))).toEqual([false, false, false]);
    expect(verdicts('I created out.csv.', wrote([{ name: 'out.csv', path: '/w/out.csv' }]))).toEqual([true]);
    expect(verdicts('I created in.csv.', wrote([{ name: 'out.csv', path: '/w/out.csv' }]))).toEqual([false]);
  });

  test('what has a name of its own is known by that, though it runs a program [X-06]', () => {
    const done = did(
      ['git.commit', { path: '/w', message: 'Tests pass' }],
      ['package.install', { path: '/w/test' }],
      ['git.push', { path: '/w' }],
    );
    expect(verdicts('I committed it.', done)).toEqual([true]);
    expect(verdicts('I installed it.', done)).toEqual([true]);
    expect(verdicts('I sent it.', done)).toEqual([true]);
    expect(verdicts('All tests pass.', done)).toEqual([false]);
  });

  test.each([
    'I could not save the file.',
    'Nothing was deleted.',
    'The mail was not sent.',
    'I will send it once you allow it.',
    'Shall I have it deleted?',
    'If you want it saved, say so.',
    'The tests did not pass.',
    'The invoice is not paid yet.',
    'You can have it deployed.',
    'The folder has three files.',
    'Die Datei wurde nicht gelöscht.',
  ])('is no claim when it says no such thing: %s', (answer) => {
    expect(verdicts(answer, [])).toEqual([]);
  });

  test('and is not confirmed stands marked below the answer, with the reason [X-06]', () => {
    const text = 'I sent it.\n\nThe weather is fine.';
    expect(withDoubts(text, checkClaims(text, [], catalogue))).toBe(
      `${text}\n\n> **Not confirmed:** “I sent it.” (no completed step has sent anything)`,
    );
  });
});
