import { z } from 'zod';
import { Agent } from './agents.ts';
import { Compensation } from './compensations.ts';
import { ActionRef, TaskId } from './ids.ts';
import { Json, JsonObject } from './json.ts';
import { WorkClass } from './manifest.ts';
import { BudgetLimits, Expression, ForEach, Join, Repeat, Retry, TemplateText, Wait } from './plan-modifiers.ts';
import { strictObject } from './strict-object.ts';
import { workflowIdIn } from './workflow-steps.ts';

/** What a task does; it has exactly one of these. Everything else is a modifier that any task can have. */
export const taskKinds = ['action', 'value', 'tasks', 'switch', 'wait', 'template', 'agent'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** A node of a plan. Strings in `input` may hold `{{ JSONata }}` over `tasks.<id>.output`; a lone expression keeps its type. */
export const Task = z
  .strictObject({
    /** Unique in its list; expressions and `after` name it. */
    id: TaskId,
    /** What people are shown of it. */
    title: z.string().min(1).optional(),
    /** A call of a worker: `worker.action`. */
    action: ActionRef.optional(),
    /** Works something out, with no worker: its output is this, with every expression replaced by what it gives. */
    value: Json.optional(),
    /** Of an action; of a group: what the tasks inside see as `input`. */
    input: JsonObject.optional(),
    /** A group. Its ids are its own; its output is `output`, or the outputs of its tasks by their ids. */
    get tasks() {
      return z.array(Task).min(1).max(10_000).optional();
    },
    /** Of a group: what it gives, if not the outputs of its tasks by their ids. */
    output: Json.optional(),
    get switch() {
      return Switch.optional();
    },
    wait: Wait.optional(),
    /** A model chooses what is done, step by step, until it answers in words. */
    agent: Agent.optional(),
    /** A plan with parameters, from a file; it is put in here when the run is created. */
    template: strictObject(() => ({ name: z.string().min(1).max(200), input: JsonObject.optional() })).optional(),

    /** Tasks that must have ended before this one starts; tasks named in expressions are added by themselves. */
    after: z.array(TaskId).optional(),
    join: Join.optional(),
    /** Asked when the tasks before have ended. If it is not true the task is skipped with the output `null`, and what waits for it goes on. */
    when: Expression.optional(),
    forEach: ForEach.optional(),
    repeat: Repeat.optional(),
    retry: Retry.optional(),
    get onError() {
      return OnError.optional();
    },
    /** Of one attempt, from its start. */
    timeoutMs: z.int().positive().max(86_400_000).optional(),
    /** How long the task may stand in line in all until it starts: for its key, a permission, the disk and a place of its class. */
    startWithinMs: z.int().positive().max(86_400_000).optional(),
    get budget() {
      return Budget.optional();
    },
    /** One at a time of all tasks with the same key, in the whole engine. */
    key: TemplateText.optional(),
    /** Higher goes first, and none waits for ever. Tasks inside have it too, if they name none. */
    priority: z.int().min(-10).max(10).optional(),
    /** Which limit it counts for, if not that of its action. */
    class: WorkClass.optional(),
    /** What made it was cut off at a length limit: such a call is never mended and never run. */
    truncated: z.boolean().optional(),
    /** What its effect is known by, if not by its place in the run. */
    idempotencyKey: TemplateText.optional(),
    /** Of an action: what takes its effect back when the run is undone. */
    undo: Compensation.optional(),
  })
  .superRefine((task, context) => {
    const given = taskKinds.filter((kind) => task[kind] !== undefined);
    if (given.length !== 1) {
      const found = given.length > 1 ? `, not ${given.join(' and ')}` : '';
      context.addIssue({ code: 'custom', message: `expected one of ${taskKinds.join(', ')}${found}` });
    }
    if (task.action !== undefined && task.input === undefined) {
      context.addIssue({ code: 'custom', path: ['input'], message: 'an action has an input, if only {}' });
    }
    if (task.input !== undefined && task.action === undefined && task.tasks === undefined) {
      context.addIssue({ code: 'custom', path: ['input'], message: 'only an action or a group has an input' });
    }
    if (task.undo !== undefined && task.action === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['undo'],
        message: 'only an action has an undo; those inside a task may have one each',
      });
    }
    if (task.output !== undefined && task.tasks === undefined) {
      context.addIssue({ code: 'custom', path: ['output'], message: 'only a group says what its output is' });
    }
  });
export type Task = z.infer<typeof Task>;

/** One call of a worker. */
export type ActionTask = Task & { action: string; input: JsonObject };

export function isActionTask(task: Task): task is ActionTask {
  return task.action !== undefined;
}

/** What it does, in a word: its action, or that it is a value, a group, a switch, a wait, a workflow or a template. */
export function whatOf(task: Task): string {
  if (task.action !== undefined) return task.action;
  if (task.template && workflowIdIn(task.template.name) !== undefined) return 'workflow';
  return task.template
    ? `template ${task.template.name}`
    : task.wait && 'webhook' in task.wait
      ? 'wait for a call'
      : (taskKinds.find((kind) => task[kind] !== undefined) ?? 'tasks').replace('tasks', 'group');
}

/** A list of tasks inside a task, and where it stands below it: `tasks`, `switch.cases.0.tasks`, `onError.recover`. */
export type Body = { path: string; tasks: Task[] };

export function bodiesOf({ tasks, switch: choice, onError, budget }: Task): Body[] {
  const bodies: Body[] = tasks ? [{ path: 'tasks', tasks }] : [];
  for (const [index, each] of (choice?.cases ?? []).entries()) {
    bodies.push({ path: `switch.cases.${index}.tasks`, tasks: each.tasks });
  }
  if (choice?.otherwise) bodies.push({ path: 'switch.otherwise', tasks: choice.otherwise });
  if (typeof onError === 'object') bodies.push({ path: 'onError.recover', tasks: onError.recover });
  if (typeof budget?.onExceeded === 'object')
    bodies.push({ path: 'budget.onExceeded.fallback', tasks: budget.onExceeded.fallback });
  return bodies;
}

const Tasks = z.array(Task).min(1).max(10_000);

/** Either what the value of `on` is, or an expression of its own. */
const Case = z.union([
  strictObject(() => ({ is: Json, tasks: Tasks })),
  strictObject(() => ({ when: Expression, tasks: Tasks })),
]);

/** The first case that is met is done; the output is that of its last task, or `null` where none is met. */
export const Switch = strictObject(() => ({
  on: TemplateText.optional(),
  cases: z.array(Case).min(1).max(1000),
  otherwise: Tasks.optional(),
}));
export type Switch = z.infer<typeof Switch>;

/**
 * What happens after a failure, when no attempt is left: the run ends, the output is `null`, the person is asked, or other
 * tasks are done, which see the failure as `error` and whose output is the task's. In a `forEach` it is of each item.
 */
export const OnError = z.union([z.enum(['abort', 'skip', 'escalate']), strictObject(() => ({ recover: Tasks }))]);
export type OnError = z.infer<typeof OnError>;

/** What may be used, and what happens after that. */
export const Budget = BudgetLimits.extend({
  onExceeded: z.union([z.literal('abort'), strictObject(() => ({ fallback: Tasks }))]).optional(),
});
export type Budget = z.infer<typeof Budget>;
