import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Awaited } from '../../../contract/plan-events.ts';
import type { Wait } from '../../../contract/plan-modifiers.ts';
import { HeronError } from '../../base/errors.ts';
import { answeredBefore, recordAnswer } from './blocked-task.ts';
import { chance } from '../expressions/chance.ts';
import { type Place, scopeOf, titleOf } from '../frame.ts';
import type { Done } from './settle.ts';
import { stringsOf } from '../expressions/resolve-input.ts';
import { compileExpression, compileTemplate, type Template } from '../expressions/template.ts';
import type { Woken } from '../waits/waits.ts';
import { webhookUrl } from '../waits/webhook-address.ts';

type WebhookWait = Extract<Wait, { webhook: unknown }>['webhook'];

const yesAndNo = ['approve', 'reject'];

/** Waits, over restarts too. What is waited for is on record, and so is what came; meanwhile the run can leave memory. */
export async function runWait(place: Place, wait: Wait): Promise<Done> {
  if ('approval' in wait) return runApproval(place, wait);
  const { state } = place;
  // As of any that is woken: while the run came back, a limit may have been first, and only the log tells.
  if (state?.woken) return ended(place, await wokenAt(place, place.signal));
  const awaited = state?.awaited ?? (await park(place, await awaitedOf(place, wait)));
  return ended(place, await sleep(place, awaited, (signal) => wokenAt(place, signal)));
}

async function park(place: Place, awaited: Awaited): Promise<Awaited> {
  const { execution, tries } = place;
  tries.made += 1;
  await execution.recorder.record([
    { type: 'task.parked', scope: scopeOf(place), payload: { attempt: tries.made, awaited } },
  ]);
  return awaited;
}

function wokenAt({ execution, path }: Place, signal: AbortSignal): Promise<Woken> {
  return execution.waits.until(execution.runId, path, signal);
}

/** A run with a concurrency key stays in memory: the key is held there. So does one whose clock was set back while it waited. */
async function sleep<Result>(
  place: Place,
  { until, forMs = Infinity }: Awaited,
  wait: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { execution, signal, heldKeys } = place;
  // What the clock was set back behind is no moment to be woken at: it is the limits in memory that end the wait then.
  const isBehind = until !== undefined && until > execution.clock() + forMs;
  if (heldKeys.length > 0 || isBehind) return wait(signal);
  const wakeUp = execution.activity.wait(until);
  try {
    return await wait(signal);
  } finally {
    wakeUp();
  }
}

function ended(place: Place, { by, output }: Woken): Done {
  const { wait } = place.task;
  if (by === 'timeout' && wait?.onTimeout !== 'continue') throw tooLong(place);
  return { output, says: '' };
}

function tooLong(place: Place): HeronError {
  const timeoutMs = place.task.wait?.timeoutMs;
  return new HeronError('timeout', `${titleOf(place)} waited longer than ${timeoutMs} ms`, { timeoutMs });
}

async function awaitedOf(place: Place, wait: Exclude<Wait, { approval: unknown }>): Promise<Awaited> {
  const { execution, names, task } = place;
  const now = execution.clock();
  const { timeoutMs, onTimeout: onDue = 'fail' } = wait;
  const limit = timeoutMs === undefined ? undefined : { until: now + timeoutMs, forMs: timeoutMs, onDue };
  if ('forMs' in wait || 'until' in wait) {
    const end = 'forMs' in wait ? now + wait.forMs : await moment(wait.until, names, `${task.id}: wait.until`);
    return withDeadline(
      place,
      limit !== undefined && limit.until < end
        ? limit
        : { until: end, onDue: 'end', ...('forMs' in wait ? { forMs: wait.forMs } : {}) },
    );
  }
  if ('webhook' in wait) return withDeadline(place, { webhook: webhookOf(place, wait.webhook), ...limit });
  const { type, where, since } = wait.event;
  const asked = where === undefined ? {} : { where, names: seenNames(place, [compileExpression(where)]) };
  return withDeadline(place, { event: { type, ...asked, ...(since ? { since } : {}) }, ...limit });
}

function webhookOf(place: Place, { methods = ['POST'], where, respond }: WebhookWait): Awaited['webhook'] {
  const { execution, path, task } = place;
  if (!execution.webhooks) throw new HeronError('unsupported', `${task.id}: this run has no address to be called at`);
  const texts = [
    ...(where === undefined ? [] : [compileExpression(where)]),
    ...stringsOf(respond?.body).map((each) => compileTemplate(each.text)),
  ];
  return {
    url: webhookUrl(execution.webhooks, execution.runId, path),
    methods,
    ...(where === undefined ? {} : { where }),
    ...(respond ? { respond } : {}),
    ...(texts.some(({ hasExpressions }) => hasExpressions) ? { names: seenNames(place, texts) } : {}),
  };
}

/** A time limit around the wait is one of its own moments: a run that is not in memory would miss it. */
function withDeadline({ deadline, execution }: Place, awaited: Awaited): Awaited {
  if (deadline === undefined || (awaited.until !== undefined && awaited.until <= deadline)) return awaited;
  const { onDue: _, ...rest } = awaited;
  return { ...rest, until: deadline, forMs: Math.max(0, deadline - execution.clock()) };
}

async function moment(template: string, names: Place['names'], where: string): Promise<number> {
  const value = await compileTemplate(template).evaluate(names);
  const found = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(found)) return Math.round(found);
  throw new HeronError(
    'invalid-input',
    `${where}: expected a moment like 2030-01-31T12:00:00Z, got ${JSON.stringify(value)}`,
  );
}

/** What texts name is kept with what is awaited: they are evaluated when the run may be gone from memory. */
function seenNames({ names }: Place, texts: readonly Template[]): JsonObject {
  const tasks: Record<string, { output: Json }> = {};
  for (const id of texts.flatMap((each) => each.referencesBelow('tasks'))) {
    const seen = names.tasks[id];
    if (seen) tasks[id] = { output: seen.output };
  }
  const { tasks: _, error: __, [chance]: ___, ...others } = names;
  return { ...(others as JsonObject), tasks };
}

async function text({ names, task }: Place, template: string): Promise<string> {
  const value = await compileTemplate(template).evaluate(names);
  if (typeof value === 'string' && value !== '') return value;
  throw new HeronError('invalid-input', `${task.id}: wait: expected a text, ${template} gave ${JSON.stringify(value)}`);
}

type Approval = Extract<Wait, { approval: unknown }>;

/** A person's word, asked for like any question of a task. */
async function runApproval(place: Place, wait: Approval): Promise<Done> {
  const { state } = place;
  const choices = wait.approval.choices ?? yesAndNo;
  // An answer that was taken counts, though the time is over meanwhile.
  if (state?.answer !== undefined) return approved(state.answer, choices);
  if (state?.woken) return ended(place, await wokenAt(place, place.signal));
  if (!place.execution.isAttended) {
    throw new HeronError('blocked', `Nobody is there to answer: ${await text(place, wait.approval.text)}`);
  }
  const awaited = state?.status === 'blocked' ? (state.awaited ?? {}) : await ask(place, wait, choices);
  const word = await sleep(place, awaited, (signal) => wordOf(place, signal));
  if (typeof word === 'object') return 'kept' in word ? approved(word.kept, choices) : ended(place, word);
  // Not before the run counts as busy again: it could leave memory meanwhile, and nobody would take it up.
  await recordAnswer(place, word);
  return approved(word, choices);
}

async function ask(
  place: Place,
  { approval, timeoutMs, onTimeout = 'fail' }: Approval,
  choices: string[],
): Promise<Awaited> {
  const { execution } = place;
  const question = { text: (await text(place, approval.text)).slice(0, 2000), choices };
  const limit =
    timeoutMs === undefined ? {} : { until: execution.clock() + timeoutMs, forMs: timeoutMs, onDue: onTimeout };
  const awaited = await park(place, withDeadline(place, limit));
  await execution.recorder.record([
    { type: 'task.blocked', scope: scopeOf(place), payload: { attempt: place.tries.made, question } },
  ]);
  return awaited;
}

/** An answer that is on record already. */
type Kept = { kept: string };

/** Whichever comes first; the other is waited for no longer. */
async function wordOf(place: Place, outer: AbortSignal): Promise<string | Kept | Woken> {
  outer.throwIfAborted();
  const before = await place.execution.waits.before(place.execution.runId, place.path);
  const onRecord = answeredBefore(place);
  const kept = onRecord && (await onRecord);
  if (kept !== undefined) return { kept };
  if (before) return before;
  const done = new AbortController();
  const signal = AbortSignal.any([outer, done.signal]);
  let given: string | undefined;
  const answer = place.execution.awaitAnswer(place.path, signal).then((word) => (given = word));
  try {
    const first = await Promise.race([answer, wokenAt(place, signal)]);
    return given ?? first;
  } finally {
    done.abort(new Error('another came first'));
  }
}

function approved(answer: string, choices: readonly string[]): Done {
  return { output: { answer, approved: answer === choices[0] }, says: '' };
}
