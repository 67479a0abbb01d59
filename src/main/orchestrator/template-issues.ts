import type { PlanIssue } from '../../contract/plan.ts';
import type { PlanTemplate } from '../../contract/plan-templates.ts';
import type { Task } from '../../contract/plan-task.ts';
import { toFailure } from '../base/errors.ts';
import type { Catalogue, TemplateEntry } from './catalogue.ts';
import { type Check, listIssues, placedIn } from './check-tasks.ts';
import { inputIssues } from './input-issues.ts';
import { asGroup, scopeInTemplate } from './plan-template-scope.ts';
import { createPlanTypes, scopeAtText } from './plan-types.ts';
import { referenceIssues } from './reference-issues.ts';
import { type Scope, scopeOf } from './scope.ts';
import { secretIssues } from './secret-issues.ts';

/** Everything wrong with the tasks of a template; paths are in its file. */
export function templateIssues(
  template: PlanTemplate,
  catalogue: Catalogue,
  within: readonly string[] = [],
): PlanIssue[] {
  const { name, tasks } = template;
  const check: Check = { catalogue, types: createPlanTypes(catalogue), within: [...within, name] };
  const scope = scopeOf(tasks, scopeInTemplate(template));
  const group = asGroup(template);
  return [
    ...listIssues(placedIn('tasks', tasks), scope, undefined, check),
    ...secretIssues({ id: group.id, output: group.output }),
    ...(template.output === undefined ? [] : referenceIssues(group, scopeInTemplate(template), check.types)),
  ];
}

/** What is wrong with how a task uses a template. */
export function templateUseIssues(task: Task, scope: Scope, { catalogue, types, within }: Check): PlanIssue[] {
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
  const [inside] = templateIssues(template, catalogue, within);
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
