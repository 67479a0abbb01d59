import { expect, test } from 'vitest';
import type { Failure } from '../../../contract/errors.ts';
import type { Run } from '../../../contract/runs.ts';
import { builtInManners, type Manner } from '../../../contract/manners.ts';
import { answerText } from './answer-text.ts';

const [plain] = builtInManners;

function failed(error: Failure): Run {
  const plan = { version: 1 as const, title: 'Read', tasks: [{ id: 't1', action: 'files.read', input: {} }] };
  const id = `run_${'0'.repeat(26)}`;
  const tasks = { t1: { id: 't1', status: 'skipped' as const, attempt: 0 } };
  return { id, status: 'failed', plan, source: 'rules', unattended: false, tasks, error, createdAt: 0, undone: false };
}

test("a person's own no is told as such, and a rule's no does not advise to allow it", () => {
  const message = 'Files may not use /a (files.read)';
  const details = { capability: 'files.read', target: '/a' };
  const byPerson = failed({ code: 'permission-denied', message, details: { ...details, rule: 'the person' } });
  expect(answerText(byPerson, plain)).toBe('You did not allow `/a`, so I stopped there.');
  const code = { capability: 'code', target: 'python', rule: 'the person' };
  const byPersonOfCode = failed({
    code: 'permission-denied',
    message: 'Code may not run this code (python)',
    details: code,
  });
  expect(answerText(byPersonOfCode, plain)).toBe('You did not allow the code, so I stopped there.');
  const byRule = failed({
    code: 'permission-denied',
    message: '/etc/shadow belongs to the system',
    details: { ...details, rule: 'system path' },
  });
  expect(answerText(byRule, plain)).toBe('That did not work: /etc/shadow belongs to the system.');
});

/** A run that packed a folder and listed another. */
function done(): Run {
  const tasks = ['t1', 't2'].map((id) => ({ id, title: `Step ${id}`, action: 'files.list', input: {} }));
  const state = (id: string, says: string) => ({
    id,
    status: 'completed' as const,
    attempt: 1,
    says,
    startedAt: 0,
    endedAt: 1500,
  });
  return {
    ...failed({ code: 'internal', message: '' }),
    status: 'completed',
    plan: { version: 1, title: 'Pack', tasks },
    tasks: {
      t1: state('t1', 'Packed 2 files into `/home/ada/docs.zip`. The hash is `abc/def`.'),
      t2: state('t2', '`/home/ada/docs` holds 2 files:\n\n- `a`\n- `b`'),
    },
  };
}

test('a brief answer has no lists and no advice, a detailed one the steps, and files can go by their names [UI-06]', () => {
  expect(answerText(done(), plain)).toContain('- `b`');
  const brief = { ...plain, verbosity: 'brief', references: 'names' } as const;
  expect(answerText(done(), brief)).toBe(
    'Packed 2 files into `docs.zip`. The hash is `abc/def`.\n\n`docs` holds 2 files.',
  );
  expect(answerText(done(), { ...plain, verbosity: 'detailed' })).toContain('- Step t1: completed, 1.5 s\n- Step t2');
  const network = failed({ code: 'network', message: 'It cannot be reached' });
  expect(answerText(network, plain)).toContain('Check the connection');
  expect(answerText(network, brief)).toBe('That did not work: It cannot be reached.');
});

test('files and sources are named whole, by short names, or not at all; other code and blocks stay [UI-06]', () => {
  const run = done();
  const says = [
    'Read [the notes](https://example.com/a/b?c=1) and https://example.org/long/way.',
    'It is in `C:\\Users\\ada\\a.txt` and `/home/ada/b`; `npm test` passes.',
    '```\ncurl https://example.org/long/way `/home/ada/b`\n```',
  ].join('\n');
  run.tasks = { t1: { ...run.tasks['t1']!, says } };
  const named = (references: Manner['references']) => answerText(run, { ...plain, references }).split('\n');
  const block = ['```', 'curl https://example.org/long/way `/home/ada/b`', '```'];
  expect(named('paths').join('\n')).toBe(says);
  expect(named('sources').join('\n')).toBe(says);
  expect(named('names')).toEqual([
    'Read [the notes](https://example.com/a/b?c=1) and [example.org](https://example.org/long/way).',
    'It is in `a.txt` and `b`; `npm test` passes.',
    ...block,
  ]);
  expect(named('none')).toEqual([
    'Read the notes and a page.',
    'It is in a file or folder and a file or folder; `npm test` passes.',
    ...block,
  ]);
});
