import type { JsonObject } from '../../../contract/json.ts';
import type { PlanIssue } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import { absence } from '../catalogue.ts';
import type { Check } from './check.ts';
import { agentIssues } from '../agent/agent-issues.ts';
import { dependencyIssues, type Placed } from './dependency-issues.ts';
import { inputIssues, wasCutOff } from './input-issues.ts';
import { scopeAtText, scopeInBody } from './plan-types.ts';
import { referenceIssues } from './reference-issues.ts';
import { type Again, againWithin, repeatIssues } from './repeat-issues.ts';
import type { Scope } from './scope.ts';
import { secretIssues } from './secret-issues.ts';
import { templateUseIssues } from './template-use-issues.ts';

export function placedIn(path: string, tasks: readonly Task[]): Placed[] {
  return tasks.map((task, index) => ({ path: `${path}.${index}`, task }));
}

/** Everything wrong with a list of tasks and with those inside them. `again`: why all of it may be done more than once. */
export function listIssues(list: readonly Placed[], scope: Scope, again: Again, check: Check): PlanIssue[] {
  return [
    ...duplicateIds(list),
    ...dependencyIssues(list, scope),
    ...list.flatMap(({ path, task }) => [
      ...ownIssues(task, scope, again, check).map((issue) => ({ ...issue, path: `${path}.${issue.path}` })),
      ...bodiesOf(task).flatMap((body) => {
        const isInside = body.path === 'tasks' || body.path.startsWith('switch.');
        const inner = isInside ? againWithin(task, again) : again;
        return listIssues(
          placedIn(`${path}.${body.path}`, body.tasks),
          scopeInBody(check.types, task, body, scope),
          inner,
          check,
        );
      }),
    ]),
  ];
}

/** Paths are below the task. */
function ownIssues(task: Task, scope: Scope, again: Again, check: Check): PlanIssue[] {
  const { catalogue, types } = check;
  const issues = [
    ...secretIssues(task),
    ...referenceIssues(task, scope, types),
    ...repeatIssues(task, againWithin(task, again), catalogue),
    ...templateUseIssues(task, scope, check),
    ...callIssues(task.undo, 'undo', task, scope, check),
    ...callIssues(task.agent?.check, 'agent.check', task, scope, check),
    ...(task.agent?.check?.also ?? []).flatMap((call, at) =>
      callIssues(call, `agent.check.also.${at}`, task, scope, check),
    ),
    ...agentIssues(task, catalogue),
  ];
  if (task.action === undefined) return issues;
  if (task.truncated) return [...issues, { path: 'input', message: wasCutOff }];
  return [...issues, ...callIssues({ action: task.action, input: task.input ?? {} }, '', task, scope, check)];
}

/** What is wrong with a call: of the task itself, of what takes it back, or of what checks it, which is in `field`. */
function callIssues(
  call: { action: string; input: JsonObject } | undefined,
  field: '' | 'undo' | 'agent.check' | `agent.check.also.${number}`,
  task: Task,
  scope: Scope,
  { catalogue, types }: Check,
): PlanIssue[] {
  if (!call) return [];
  const at = (path: string): string => (field ? `${field}.${path}` : path);
  const entry = catalogue.action(call.action);
  if (!entry) return [{ path: at('action'), message: absence(catalogue, call.action) }];
  const { action, validateInput } = entry;
  const accepted = { schema: action.input, defaults: action.defaults, validateInput };
  const here = scopeAtText(types, task, at('input'), scope);
  const found = inputIssues(call.input, accepted, here, types);
  return found.map((issue) => ({ ...issue, path: at(`input${issue.path ? `.${issue.path}` : ''}`) }));
}

function duplicateIds(list: readonly Placed[]): PlanIssue[] {
  const seen = new Set<string>();
  return list.flatMap(({ path, task }) => {
    if (!seen.has(task.id)) {
      seen.add(task.id);
      return [];
    }
    return [{ path: `${path}.id`, message: `The id ${task.id} is used twice` }];
  });
}
