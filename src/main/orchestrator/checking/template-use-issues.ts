import type { PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { toFailure } from '../../base/errors.ts';
import type { TemplateEntry } from '../catalogue.ts';
import type { Check } from './check.ts';
import { inputIssues } from './input-issues.ts';
import { scopeAtText } from './plan-types.ts';
import type { Scope } from './scope.ts';

/** What is wrong with how a task uses a template. */
export function templateUseIssues(
  task: Task,
  scope: Scope,
  { catalogue, types, within, issuesOfTemplate }: Check,
): PlanIssue[] {
  if (!task.template) return [];
  const { name, input = {} } = task.template;
  if (within.includes(name)) {
    return [{ path: 'template.name', message: `The template contains itself: ${[...within, name].join(' → ')}` }];
  }
  let entry: TemplateEntry | undefined;
  try {
    entry = catalogue.template?.(name);
  } catch (error) {
    return [{ path: 'template.name', message: toFailure(error).message }];
  }
  if (!entry) return [{ path: 'template.name', message: `There is no template ${name}` }];
  const { template, validateInput } = entry;
  const [inside] = issuesOfTemplate(template, within);
  const here = scopeAtText(types, task, 'template.input', scope);
  const accepted = { schema: template.parameters, defaults: {}, validateInput };
  return [
    ...(inside
      ? [{ path: 'template.name', message: `The template ${name} cannot be used: ${inside.path}: ${inside.message}` }]
      : []),
    ...inputIssues(input, accepted, here, types).map(({ path, message }) => ({
      path: path ? `template.input.${path}` : 'template.input',
      message,
    })),
  ];
}
