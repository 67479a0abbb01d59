import type { Json, JsonObject } from '../../../contract/json.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { untilAborted } from '../../base/on-abort.ts';
import { type ActionPlace, answered, performAnswered, type Try } from './blocked-task.ts';
import { absence, type ActionEntry } from '../catalogue.ts';
import { leftOf, overBudgets } from '../budget.ts';
import { reportUsage } from '../call-usage.ts';
import { noteCompensation } from '../compensation.ts';
import { withDefaults } from '../checking/complete-input.ts';
import { drawingFor, noteEnd, scopeOf } from '../frame.ts';
import { wasCutOff } from '../checking/input-issues.ts';
import { repairInput } from '../checking/repair-input.ts';
import { resolveInput } from '../expressions/resolve-input.ts';
import { keyOfEffect } from './key-of-effect.ts';
import { type Done, LeftUncertain } from './settle.ts';
import { entryName, needsOf } from '../checking/task-needs.ts';
import { compileTemplate } from '../expressions/template.ts';
import { inLine } from '../waits/in-line.ts';
import { takeWaited } from '../waits/waited.ts';
import { claimOf, laneOf } from './with-key.ts';

type Ready = { entry: ActionEntry; input: JsonObject; repairs: string[] };

/** One attempt at a call of a worker, with the questions it stops with. */
export async function runAction(place: ActionPlace): Promise<Done> {
  const room = place.execution.recorder.room();
  if (room) await inLine(place, { for: 'disk' }, (signal) => untilAborted(signal, room));
  const first = await nextTry(place);
  if (first === 'skip') return { skipped: 'the person decided to skip it' };
  const ready = await prepare(place);
  const output = await performAnswered(place, first, (current) => perform(place, ready, current));
  const says = await sentence(place, ready, output);
  await noteCompensation(place, output);
  return { output, says, tookEffect: !isHarmless(ready.entry) };
}

/** Nobody could tell whether it was done at all, or how often. */
export function isHarmless({ action }: ActionEntry): boolean {
  return action.risk === 'read' && action.repeatable;
}

/** The attempt to make, or `skip`, if the person decided so of an interrupted one. */
async function nextTry(place: ActionPlace): Promise<Try | 'skip'> {
  const { state, task, tries, execution } = place;
  if (!state || state.attempt === 0) return { attempt: tries.made + 1, answer: undefined };
  const next = { attempt: tries.made + 1, answer: state.answer };
  if (state.status === 'blocked') return { ...next, answer: await answered(place) };
  const wasInterrupted = state.status === 'running' || state.status === 'uncertain';
  const entry = execution.catalogue.action(task.action);
  if (!wasInterrupted || entry?.action.repeatable) return next;
  const scope = scopeOf(place);
  const { recorder } = execution;
  if (state.status === 'running') {
    await recorder.record([{ type: 'task.uncertain', scope, payload: { attempt: state.attempt } }]);
  }
  const decision = await execution.decide(place.path, place.signal);
  const resolved: EventDraft = { type: 'task.resolved', scope, payload: { decision } };
  if (decision === 'abort') return leave(place, resolved);
  await recorder.record([resolved]);
  return decision === 'skip' ? 'skip' : next;
}

/** Of its end there is no other record, so others learn of it along with this one. */
function leave(place: ActionPlace, decided: EventDraft): never {
  const { title, action } = place.task;
  const error = new LeftUncertain(`${title ?? action} was interrupted, and the person decided to stop here`);
  noteEnd(place, decided, { kind: 'failed', error: toFailure(error) });
  throw error;
}

async function prepare(place: ActionPlace): Promise<Ready> {
  const { task, names, execution, path } = place;
  const { catalogue } = execution;
  const entry = catalogue.action(task.action);
  if (!entry) throw new HeronError('worker-unavailable', absence(catalogue, task.action));
  const given = place.given?.get(task.id);
  const resolved = given ?? (await defaulted(place, entry, await resolveInput(task.input, names)));
  const { input, repairs } = await usableInput(place, entry, resolved);
  const needs = entry.action.needs.length > 0 ? await needsOf(entry, input) : [];
  if (needs.length > 0) {
    const wanted = needs.map((need) => ({ ...entryName(entry), taskIds: [path], need }));
    await inLine(place, { for: 'permission' }, async (signal) => {
      if (place.allowed && (await untilAborted(signal, place.allowed))) return;
      // How far the asking is when something ends the task is nowhere written down.
      await untilAborted(signal, execution.ensure(wanted, signal));
    });
  }
  return { entry, input, repairs };
}

/** A copy: the check of an input may fill something in, and what stands in the plan stays as it is. */
function defaulted(place: ActionPlace, { action }: ActionEntry, input: JsonObject): JsonObject | Promise<JsonObject> {
  return Object.keys(action.defaults).length === 0
    ? { ...input }
    : withDefaults(input, action, { names: drawingFor(place) });
}

/** As it is when it is right, else mended when all that is wrong can be mended. */
async function usableInput(place: ActionPlace, entry: ActionEntry, input: JsonObject): Promise<Omit<Ready, 'entry'>> {
  const { path, task } = place;
  if (task.truncated) throw new HeronError('invalid-input', `${path}: ${wasCutOff}`, { path: 'input' });
  const [issue] = entry.validateInput(input);
  if (!issue) return { input, repairs: [] };
  const mended = repairInput(entry.action.input, input);
  const complete = await withDefaults(mended.input, entry.action, { names: drawingFor(place) });
  if (mended.repairs.length > 0 && entry.validateInput(complete).length === 0) return { ...mended, input: complete };
  const where = issue.path ? `input.${issue.path}` : 'input';
  throw new HeronError('invalid-input', `${path}: ${where}: ${issue.message}`, { path: where });
}

async function perform(place: ActionPlace, { entry, input, repairs }: Ready, { attempt, answer }: Try): Promise<Json> {
  const { task, execution, signal, path, meters } = place;
  const { action } = entry;
  const idempotencyKey = isHarmless(entry) ? place.keyBase : keyOfEffect(place, input);
  const workClass = task.class ?? action.class;
  const turn = { for: 'turn' as const, name: workClass };
  const release = await inLine(place, turn, (within) => execution.limits.take(workClass, claimOf(place), within));
  const report = reportUsage(place, attempt);
  try {
    for (const meter of meters) meter.countCall(path);
    const over = overBudgets(meters);
    if (over) await over;
    signal.throwIfAborted();
    place.tries.made = attempt;
    const started = {
      type: 'task.started' as const,
      scope: scopeOf(place),
      payload: {
        ...{ attempt, input, idempotencyKey },
        ...(place.given ? { action: entry.ref } : {}),
        ...(repairs.length > 0 ? { repairs } : {}),
        ...takeWaited(place),
      },
    };
    // What changes nothing may be under way before its start is on disk: steps share commits.
    if (isHarmless(entry)) execution.recorder.note(started, 'soon');
    else await execution.recorder.record([started]);
    signal.throwIfAborted();
    return await execution.callWorker({
      entry,
      input,
      taskId: path,
      attempt,
      idempotencyKey,
      answer,
      priority: laneOf(place),
      timeoutMs: task.timeoutMs ?? entry.timeoutMs,
      signal,
      isMeasured: meters.some(({ measures }) => measures),
      left: leftOf(meters),
      onUsed: report.tell,
    });
  } finally {
    const over = report.end();
    release();
    if (over) await over;
  }
}

/** A report that cannot be put into words must not turn a success into a failure. */
async function sentence(place: ActionPlace, { entry, input }: Ready, output: Json): Promise<string> {
  try {
    const text = await compileTemplate(entry.action.says).evaluate({ input, output, ...drawingFor(place) });
    return typeof text === 'string' && text !== '' ? text : `${entry.action.title}: done.`;
  } catch {
    return `${entry.action.title}: done.`;
  }
}
