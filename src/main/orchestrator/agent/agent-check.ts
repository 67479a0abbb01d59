import { type Agent, callsOf, type ModelAnswered } from '../../../contract/agents.ts';
import type { Catalogue } from '../catalogue.ts';
import { endedWell } from './claims.ts';
import type { AgentStep } from '../execution.ts';

/** Who says what a check says: nobody's model. */
const engine = 'heron';
const checkTask = 'check';

/** The step in which what was done is checked; undefined when nothing was changed since the last check, or there is none. */
export function checkDue(
  { check }: Agent,
  steps: readonly AgentStep[],
  catalogue: Catalogue,
): ModelAnswered | undefined {
  if (!check) return undefined;
  const since = steps.slice(steps.findLastIndex(isCheck) + 1);
  const isChanged = since.some(({ results }) =>
    results.some(
      ({ call, isOk }) =>
        isOk && call.task !== undefined && catalogue.action(call.action ?? '')?.action.risk !== 'read',
    ),
  );
  if (!isChanged) return undefined;
  const number = checksIn(steps) + 1;
  const calls = callsOf(check).map(({ action, input }, at) => {
    const task = at === 0 ? checkTask : `${checkTask}_${at + 1}`;
    return { callId: `${task}_${number}`, name: action, task, action, input };
  });
  return { text: '', calls, model: engine };
}

export function isCheck(step: AgentStep | undefined): boolean {
  return step?.answered.model === engine;
}

function checksIn(steps: readonly AgentStep[]): number {
  return steps.filter(isCheck).length;
}

/** What the check that was the last step shows; undefined when all is well. */
export function failedCheck(steps: readonly AgentStep[]): string | undefined {
  const failed = steps.at(-1)?.results.find((result) => !result.isOk || !endedWell(result));
  if (!failed) return undefined;
  const why = failed.why === undefined ? '' : `: ${failed.why.split('\n')[0]?.slice(0, 200)}`;
  return `its check ${failed.call.action ?? ''} still fails${why}`;
}
