import { copyJson, type JsonObject } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import type { Catalogue, TemplateEntry } from '../catalogue.ts';
import { type Places, withAbsolutePaths } from './complete-input.ts';
import { completeTasks, withBodies } from './complete-tasks.ts';

type Expansion = {
  catalogue: Catalogue;
  places: Places;
  /** Tasks that may still be added. */
  room: number;
  most: number;
};

/**
 * Puts the tasks of templates in the place of what names them, so that a run never needs the file again. The plan was checked:
 * its templates are there. Errors: `limit-exceeded` when it grows beyond `most` tasks.
 */
export function expandTemplates(tasks: Task[], { catalogue, places, most }: Omit<Expansion, 'room'>): Promise<Task[]> {
  return expandList(tasks, { catalogue, places, most, room: most });
}

async function expandList(tasks: Task[], expansion: Expansion): Promise<Task[]> {
  expansion.room -= tasks.length;
  if (expansion.room < 0) {
    throw new HeronError('limit-exceeded', `With its templates the plan has more than ${expansion.most} tasks`);
  }
  const expanded: Task[] = [];
  for (const task of tasks) {
    const own = task.template === undefined ? task : await expanding(task, expansion);
    expanded.push(await withBodies(own, (inner) => expandList(inner, expansion)));
  }
  return expanded;
}

async function expanding(task: Task, { catalogue, places }: Expansion): Promise<Task> {
  const { template: use, ...rest } = task;
  const entry = use && catalogue.template?.(use.name);
  if (!entry) return task;
  const { template } = entry;
  return {
    ...rest,
    title: task.title ?? template.title,
    input: completeParameters(use.input ?? {}, entry, places),
    tasks: await completeTasks(template.tasks, catalogue, places),
    ...(template.output === undefined ? {} : { output: template.output }),
  };
}

function completeParameters(given: JsonObject, { template, validateInput }: TemplateEntry, places: Places): JsonObject {
  const input = copyJson(given);
  // Fills in what the schema says of fields that are absent.
  validateInput(input);
  return withAbsolutePaths(input, { input: template.parameters }, places);
}
