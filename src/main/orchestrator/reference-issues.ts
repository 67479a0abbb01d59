import type { PlanIssue, Task } from '../../contract/plan.ts';
import type { Catalogue } from './catalogue.ts';
import { stringsOf } from './resolve-input.ts';
import { compileTemplate } from './template.ts';

/** What expressions name and is not there. Only for tasks whose expressions can be compiled. */
export function referenceIssues(tasks: readonly Task[], catalogue: Catalogue): PlanIssue[] {
  const actions = new Map(tasks.map(({ id, action }) => [id, action]));
  return tasks.flatMap((task, index) =>
    [...stringsOf(task.input)].flatMap(({ path, text }) => {
      if (!text.includes('{{')) return [];
      const { plainPaths, pathsBelow } = compileTemplate(text);
      const strangers = plainPaths().filter(([root]) => root !== 'tasks');
      const messages = [
        ...strangers.map(([root]) => `There is no ${root} here, write tasks.<id>.output.<field>`),
        ...pathsBelow('tasks').flatMap((names) => missing(names, actions, catalogue)),
      ];
      return messages.map((message) => ({ path: `tasks.${index}.input.${path}`, message }));
    }),
  );
}

/** `names` as in `pack.output.path`; a task that is not there is found with the dependencies. */
function missing(
  [id = '', part, field]: string[],
  actions: ReadonlyMap<string, string>,
  catalogue: Catalogue,
): string[] {
  const action = actions.get(id);
  const entry = action === undefined ? undefined : catalogue.action(action);
  if (!entry || part === undefined) return [];
  if (part !== 'output') return [`A task has only its output: tasks.${id}.output`];
  const { properties } = entry.action.output;
  if (field === undefined || field in properties) return [];
  return [`${entry.ref} has no output ${field}, it has ${Object.keys(properties).join(', ')}`];
}
