import type { PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { looksOfSecrets } from '../../base/secret-looks.ts';
import { stringsOf } from '../expressions/resolve-input.ts';

/** Fields that hold nothing but secrets; others with `token` or `key` in their names often hold none. */
const fieldsOfSecrets =
  /(^|[._-])(pass(word|phrase|wd)|api[-_]?key|access[-_]?key|private[-_]?key|client[-_]?secret)$/i;

/** Not the tasks inside. */
const ownFields = ['title', 'input', 'value', 'output', 'template', 'wait', 'key', 'idempotencyKey', 'undo'] as const;

/** Secrets written into a task. Plans are kept, shown and sent to models, so none belongs there. */
export function secretIssues(task: Task): PlanIssue[] {
  return ownFields
    .flatMap((field) => stringsOf(task[field], field))
    .filter(({ path, text }) => isSecret(path, text))
    .map(({ path }) => ({
      path,
      message: 'This looks like a secret, and a plan is no place for one: use a secret handle',
    }));
}

function isSecret(path: string, text: string): boolean {
  if (text.search(looksOfSecrets) >= 0) return true;
  const isLiteral = !text.includes('{{') && /^\S{6,}$/.test(text);
  return isLiteral && fieldsOfSecrets.test(path.replaceAll(/([a-z])([A-Z])/g, '$1_$2'));
}
