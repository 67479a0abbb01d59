import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import { compileText, type TaskText, textsOf } from '../../orchestrator/task-texts.ts';

/** The fields of the plan's `input` that its tasks name, each with where that is first: `tasks.0.value`. */
export function namedInputs(tasks: readonly Task[], at = 'tasks'): Map<string, string> {
  const found = new Map<string, string>();
  const note = (name: string, path: string): void => void (found.has(name) || found.set(name, path));
  for (const [index, task] of tasks.entries()) {
    const place = `${at}.${index}`;
    for (const text of textsOf(task)) {
      for (const [name] of pathsOf(text)) if (name !== undefined) note(name, `${place}.${text.path}`);
    }
    for (const { path, tasks: inner } of bodiesOf(task)) {
      // Inside a group with an input of its own that is what `input` means.
      if (path === 'tasks' && task.input) continue;
      for (const [name, where] of namedInputs(inner, `${place}.${path}`)) note(name, where);
    }
  }
  return found;
}

/** A text that is no expression names nothing; what is wrong with it is told elsewhere. */
function pathsOf(text: TaskText): string[][] {
  try {
    return compileText(text).pathsBelow('input');
  } catch (error) {
    if (error instanceof HeronError) return [];
    throw error;
  }
}
