import type { Json } from '../../../contract/json.ts';
import type { PlanIssue } from '../../../contract/plan.ts';
import type { PlanTemplate } from '../../../contract/plan-templates.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Check } from './check.ts';
import { listIssues, placedIn } from './check-tasks.ts';
import { asGroup, scopeInTemplate } from './plan-template-scope.ts';
import { createPlanTypes } from './plan-types.ts';
import { referenceIssues } from './reference-issues.ts';
import { scopeOf } from './scope.ts';
import { secretIssues, secretIssuesOfParameters } from './secret-issues.ts';

/** Everything wrong with the tasks of a template; paths are in its file. */
export function templateIssues(template: PlanTemplate, catalogue: Catalogue): PlanIssue[] {
  return createCheck(catalogue).issuesOfTemplate(template, []);
}

/** Looks into each template once, however often and however deep it is used. */
export function createCheck(catalogue: Catalogue): Check {
  const known = new Map<string, PlanIssue[]>();
  const issuesOfTemplate: Check['issuesOfTemplate'] = (template, within) => {
    const found = known.get(template.name) ?? issuesInside(template, { ...check, within: [...within, template.name] });
    known.set(template.name, found);
    return found;
  };
  const check: Check = { catalogue, types: createPlanTypes(catalogue), within: [], issuesOfTemplate };
  return check;
}

function issuesInside(template: PlanTemplate, check: Check): PlanIssue[] {
  const { tasks, output } = template;
  const scope = scopeOf(tasks, scopeInTemplate(template));
  const group = asGroup(template);
  return [
    ...listIssues(placedIn('tasks', tasks), scope, undefined, check),
    ...secretIssues({ id: group.id, output }),
    ...secretIssuesOfParameters(template.parameters as Json),
    ...(output === undefined ? [] : referenceIssues(group, scopeInTemplate(template), check.types)),
    ...answerIssues(template, check),
  ];
}

/** The answer to a webhook sees what the output sees. */
function answerIssues(template: PlanTemplate, check: Check): PlanIssue[] {
  const respond = template.webhook?.respond;
  if (typeof respond !== 'object') return [];
  const { status = null, body = null } = respond;
  const group = { ...asGroup(template), output: { status, body } };
  return [...secretIssues(group), ...referenceIssues(group, scopeInTemplate(template), check.types)].map(
    ({ path, message }) => ({ path: path.replace(/^output/, 'webhook.respond'), message }),
  );
}
