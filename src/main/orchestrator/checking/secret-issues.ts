import type { Json } from '../../../contract/json.ts';
import type { Plan, PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { looksOfSecrets } from '../../base/secret-looks.ts';
import { stringsOf } from '../expressions/resolve-input.ts';

/** Fields that hold nothing but secrets; others with `token` or `key` in their names often hold none. */
const fieldsOfSecrets =
  /(^|[._-])(pass(word|phrase|wd)|api[-_]?key|access[-_]?key|private[-_]?key|client[-_]?secret)$/i;

/** Secrets written into a task, not into those inside. Plans are kept, shown and sent to models, so none belongs there. */
export function secretIssues(task: Task): PlanIssue[] {
  return issuesIn(ownTexts(task));
}

/** The same of what stands in a plan beside its tasks. Not of what is handed to a run as its input, which is nobody's writing. */
export function secretIssuesBeside({ input, triggers, scenarios }: Partial<Plan>): PlanIssue[] {
  return issuesIn({ input, triggers, scenarios });
}

/** Of values that the parameters of a template have by themselves. */
export function secretIssuesOfParameters(parameters: Json): PlanIssue[] {
  return issuesIn({ parameters }).filter(({ path }) => /\.(default|const|enum|examples)(\.|$)/.test(path));
}

type Texts = Record<string, Json | undefined>;

function ownTexts(task: Task): Texts {
  const { title, input, value, output, template, wait, key, idempotencyKey, undo, when } = task;
  const cases = task.switch?.cases.map((each) => ('is' in each ? { is: each.is } : { when: each.when }));
  const own = {
    ...{ title, input, value, output, template, wait, key, idempotencyKey, undo, when, repeat: task.repeat },
    ...{ forEach: { in: task.forEach?.in }, switch: { on: task.switch?.on, cases } },
    agent: { goal: task.agent?.goal, check: task.agent?.check },
  };
  return own as unknown as Texts;
}

function issuesIn(texts: Texts): PlanIssue[] {
  return Object.entries(texts)
    .flatMap(([field, value]) => stringsOf(value, field))
    .filter(({ path, text }) => isSecret(path, text))
    .map(({ path }) => ({
      path,
      message: 'This looks like a secret, and a plan is no place for one: use a secret handle',
    }));
}

function isSecret(path: string, text: string): boolean {
  if (text.search(looksOfSecrets) >= 0) return true;
  const isLiteral = !text.includes('{{') && /^\S{6,}$/.test(text);
  const field = path.replace(/\.(default|const|(enum|examples)\.\d+)$/, '');
  return isLiteral && fieldsOfSecrets.test(field.replaceAll(/([a-z])([A-Z])/g, '$1_$2'));
}
