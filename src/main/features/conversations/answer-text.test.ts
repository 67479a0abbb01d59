import { expect, test } from 'vitest';
import type { Failure } from '../../../contract/errors.ts';
import type { Run } from '../../../contract/runs.ts';
import { answerText } from './answer-text.ts';

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
  expect(answerText(byPerson)).toBe('You did not allow `/a`, so I stopped there.');
  const code = { capability: 'code', target: 'python', rule: 'the person' };
  const byPersonOfCode = failed({
    code: 'permission-denied',
    message: 'Code may not run this code (python)',
    details: code,
  });
  expect(answerText(byPersonOfCode)).toBe('You did not allow the code, so I stopped there.');
  const byRule = failed({
    code: 'permission-denied',
    message: '/etc/shadow belongs to the system',
    details: { ...details, rule: 'system path' },
  });
  expect(answerText(byRule)).toBe('That did not work: /etc/shadow belongs to the system.');
});
