import type { AgentCall } from '../../../contract/agents.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import type { TaskState } from '../../../contract/runs.ts';
import { HeronError } from '../../base/errors.ts';
import type { AgentResult, AgentStep, ExecutionParts } from '../execution.ts';
import { failureDigest } from './failure-digest.ts';
import { isHandoff } from './given-away.ts';

type Kept = Pick<ExecutionParts, 'items' | 'runId'>;

/** A step as the log has it. Errors: `storage` for one in which nothing was answered. */
export function readStep({ items, runId }: Kept, path: string): AgentStep {
  const seq = items.state(runId, path)?.answered;
  const answered = seq === undefined ? undefined : items.answered(seq);
  if (!answered) throw new HeronError('storage', `What the model answered at ${path} is not there`);
  const heard = items.heard(runId, path);
  const unrun = heard.length > 0 ? putOff : notRun;
  const results = answered.calls.map((call) => resultOf({ items, runId }, path, call, unrun));
  const isWhole = heard.length === 0 && answered.calls.every((call, at) => isHandoff(call) || results[at]?.isOk);
  return { answered, heard, results: isWhole ? results.map(handedOver) : results };
}

/** All steps that got an answer, of an agent that was ended in the middle. */
export function readSteps(kept: Kept, inside: string): AgentStep[] {
  const last = kept.items.last(kept.runId, inside)?.position ?? -1;
  return Array.from({ length: last + 1 }, (_, number) => `${inside}/${number}`).flatMap((path) =>
    kept.items.state(kept.runId, path)?.answered === undefined ? [] : [readStep(kept, path)],
  );
}

/** Who hands over ends, if all that it called before has gone well. */
function handedOver(result: AgentResult): AgentResult {
  return isHandoff(result.call) ? { ...result, isOk: true, shown: shownResult('handed over') } : result;
}

/** Of steps and of the agents that were given work in them, and so on. */
export function everyResult(kept: Kept, steps: readonly AgentStep[]): AgentResult[] {
  return steps.flatMap(({ results }) =>
    results.flatMap((result) =>
      result.call.agent && result.path !== undefined
        ? [result, ...everyResult(kept, readSteps(kept, result.path))]
        : [result],
    ),
  );
}

function resultOf({ items, runId }: Kept, step: string, call: AgentCall, unrun: Failure): AgentResult {
  if (call.found) return { call, isOk: true, shown: shownResult(call.found), says: '' };
  if (call.task === undefined) return { call, isOk: false, shown: shownError(call.error ?? unrun), says: '' };
  const path = `${step}/${call.task}`;
  const state = items.state(runId, path);
  if (state?.status === 'completed') {
    return { call, path, isOk: true, shown: shownResult(state.output ?? null), says: state.says ?? '' };
  }
  const error = errorOf(state) ?? unrun;
  return { call, path, isOk: false, shown: shownError(error), says: '', why: error.message };
}

const notRun: Failure = { code: 'cancelled', message: 'It was not run: a call before it in the same answer failed' };

/** The paired result of a call that a person's word came before. */
const putOff: Failure = { code: 'cancelled', message: 'It was not run: the person said something first' };

function errorOf(state: TaskState | undefined): Failure | undefined {
  if (state?.error) return state.error;
  if (state?.status === 'cancelled') return { code: 'cancelled', message: 'It was stopped in the middle' };
  return undefined;
}

/** Beyond this, a result is shown by its beginning and its end. */
const mostShown = 16_000;
const endShown = 4000;

function shownResult(result: Json): string {
  return shortened(JSON.stringify({ ok: true, result }));
}

/** A program that failed says in what it wrote what is to be mended. */
function shownError(failure: Failure): string {
  const { code, message } = failure;
  const wrote = failureDigest(failure);
  const details = shownDetails(failure);
  const error = { code, message, ...details, ...(wrote === undefined ? {} : { wrote }) };
  return shortened(JSON.stringify({ ok: false, error }));
}

const longestDetail = 500;

/** Limits, paths and values as they are; what is long is told by `wrote`, or by nothing. */
function shownDetails({ details = {} }: Failure): { details?: Record<string, unknown> } {
  const short = Object.entries(details).filter(([, value]) => (JSON.stringify(value) ?? '').length <= longestDetail);
  return short.length === 0 ? {} : { details: Object.fromEntries(short) };
}

function shortened(text: string): string {
  if (text.length <= mostShown) return text;
  const left = text.length - mostShown;
  return `${text.slice(0, mostShown - endShown)}\n… ${left} characters left out …\n${text.slice(-endShown)}`;
}
