import type { Failure } from '../../contract/errors.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Task } from '../../contract/plan.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import { answered, performAnswered, type Try } from './blocked-task.ts';
import { absence, type ActionEntry } from './catalogue.ts';
import { withDefaults } from './complete-input.ts';
import { type ExecutionParts, RunStop } from './execution.ts';
import { type OutputContext, resolveInput } from './resolve-input.ts';
import { wasCutOff } from './validate-plan.ts';
import { repairInput } from './repair-input.ts';
import { performRetried } from './retried-task.ts';
import { entryName, needsOf } from './task-needs.ts';
import { compileTemplate } from './template.ts';

export type TaskOutcome =
  | { kind: 'completed'; output: Json }
  | { kind: 'skipped' }
  | { kind: 'failed'; error: Failure };

type TaskScope = { runId: string; taskId: string; workerId: string };

type Ready = { entry: ActionEntry; input: JsonObject; repairs: string[] };

/**
 * Takes one task from ready to its recorded end. `settled` is called the moment the outcome is certain, in the same
 * turn in which its event is handed to the log: tasks that waited for it start in the same commit.
 */
export async function executeTask(
  parts: ExecutionParts,
  task: Task,
  outputs: OutputContext['tasks'],
  settled: (outcome: TaskOutcome) => void,
): Promise<void> {
  const scope = scopeOf(parts, task);
  const first = await nextAttempt(parts, task);
  if (first === 'skip') {
    const recorded = parts.record([
      { type: 'task.skipped', scope, payload: { reason: 'the person decided to skip it' } },
    ]);
    settled({ kind: 'skipped' });
    await recorded;
    return;
  }
  let { attempt } = first;
  try {
    const ready = await prepare(parts, task, outputs);
    const output = await performAnswered(parts, task, first, (asked) =>
      performRetried(parts, task, ready.entry, asked, (current) => {
        attempt = current.attempt;
        return perform(parts, task, ready, current);
      }),
    );
    const says = await sentence(ready, output);
    const recorded = parts.record([{ type: 'task.completed', scope, payload: { attempt, output, says } }]);
    settled({ kind: 'completed', output });
    await recorded;
  } catch (error) {
    await recordFailure(parts, scope, attempt, error, settled);
  }
}

function scopeOf(parts: ExecutionParts, task: Task): TaskScope {
  return { runId: parts.runId, taskId: task.id, workerId: task.action.slice(0, task.action.indexOf('.')) };
}

async function recordFailure(
  parts: ExecutionParts,
  scope: TaskScope,
  attempt: number,
  error: unknown,
  settled: (outcome: TaskOutcome) => void,
): Promise<void> {
  const stop: unknown = parts.signal.aborted ? parts.signal.reason : undefined;
  if (stop instanceof RunStop) {
    if (stop.kind === 'cancelled')
      await parts.record([{ type: 'task.cancelled', scope, payload: { reason: stop.message } }]);
    return;
  }
  const failure = toFailure(error);
  const recorded = parts.record([{ type: 'task.failed', scope, payload: { attempt, error: failure } }]);
  settled({ kind: 'failed', error: failure });
  await recorded;
}

/** The attempt to make, or `skip`, if the person decided so of an interrupted one. */
async function nextAttempt(parts: ExecutionParts, task: Task): Promise<Try | 'skip'> {
  const state = parts.previous?.tasks[task.id];
  if (!state || state.attempt === 0) return { attempt: 1, answer: undefined };
  const next = { attempt: state.attempt + 1, answer: state.answer };
  if (state.status === 'blocked') return { ...next, answer: await answered(parts, task) };
  const wasInterrupted = state.status === 'running' || state.status === 'uncertain';
  const entry = parts.catalogue.action(task.action);
  if (!wasInterrupted || entry?.action.repeatable) return next;
  const scope = scopeOf(parts, task);
  if (state.status === 'running') {
    await parts.record([{ type: 'task.uncertain', scope, payload: { attempt: state.attempt } }]);
  }
  const decision = await parts.decide(task.id, parts.signal);
  await parts.record([{ type: 'task.resolved', scope, payload: { decision } }]);
  if (decision === 'skip') return 'skip';
  if (decision === 'retry') return next;
  throw new HeronError(
    'uncertain',
    `${task.title ?? task.action} was interrupted, and the person decided to stop here`,
  );
}

async function prepare(parts: ExecutionParts, task: Task, outputs: OutputContext['tasks']): Promise<Ready> {
  const entry = parts.catalogue.action(task.action);
  if (!entry) throw new HeronError('worker-unavailable', absence(parts.catalogue, task.action));
  const resolved = await resolveInput(task.input, { tasks: outputs });
  const { input, repairs } = await usableInput(task, entry, await withDefaults(resolved, entry.action));
  const needs = await needsOf(entry, input);
  if (needs.length > 0) {
    await parts.ensure(
      needs.map((need) => ({ ...entryName(entry), taskIds: [task.id], need })),
      parts.signal,
    );
  }
  return { entry, input, repairs };
}

/** As it is when it is right, else mended when all that is wrong can be mended. */
async function usableInput(task: Task, entry: ActionEntry, input: JsonObject): Promise<Omit<Ready, 'entry'>> {
  if (task.truncated) throw new HeronError('invalid-input', `${task.id}: ${wasCutOff}`, { path: 'input' });
  const [issue] = entry.validateInput(input);
  if (!issue) return { input, repairs: [] };
  const mended = repairInput(entry.action.input, input);
  const complete = await withDefaults(mended.input, entry.action);
  if (mended.repairs.length > 0 && entry.validateInput(complete).length === 0) return { ...mended, input: complete };
  const where = issue.path ? `input.${issue.path}` : 'input';
  throw new HeronError('invalid-input', `${task.id}: ${where}: ${issue.message}`, { path: where });
}

async function perform(parts: ExecutionParts, task: Task, ready: Ready, { attempt, answer }: Try): Promise<Json> {
  const priority = task.priority ?? (parts.isAttended ? 'normal' : 'background');
  const release = await parts.limits.take(ready.entry.action.class, priority, parts.signal);
  try {
    const idempotencyKey = `${parts.runId}/${task.id}`;
    await parts.record([
      {
        type: 'task.started',
        scope: scopeOf(parts, task),
        payload: {
          ...{ attempt, input: ready.input, idempotencyKey },
          ...(ready.repairs.length > 0 ? { repairs: ready.repairs } : {}),
        },
      },
    ]);
    parts.signal.throwIfAborted();
    return await parts.callWorker({
      ...{ entry: ready.entry, input: ready.input },
      taskId: task.id,
      attempt,
      idempotencyKey,
      answer,
      priority,
      timeoutMs: task.timeoutMs ?? ready.entry.timeoutMs,
      signal: parts.signal,
    });
  } finally {
    release();
  }
}

/** A report that cannot be put into words must not turn a success into a failure. */
async function sentence({ entry, input }: Ready, output: Json): Promise<string> {
  try {
    const text = await compileTemplate(entry.action.says).evaluate({ input, output });
    return typeof text === 'string' && text !== '' ? text : `${entry.action.title}: done.`;
  } catch {
    return `${entry.action.title}: done.`;
  }
}
