import type { AgentResult, AgentStep } from '../execution.ts';

const mostLines = 20;

/** What an agent has done that ended before it was done; made of what is on record and of nothing a model says. Markdown. */
export function summaryText(steps: readonly AgentStep[], why: string): string {
  return [stoppedBecause(why), ...whatWasDone(steps)].join('\n\n');
}

/** The same of one that could go on. */
export function stuckText(steps: readonly AgentStep[], why: string): string {
  return [`I am getting nowhere: ${why}. Shall I go on?`, ...whatWasDone(steps)].join('\n\n');
}

function whatWasDone(steps: readonly AgentStep[]): string[] {
  const results = steps.flatMap((step) => step.results);
  const done = results.filter(({ isOk, path }) => isOk && path !== undefined);
  const failed = results.filter(({ isOk }) => !isOk);
  const lines = done.slice(-mostLines).map((result) => `- ${sentenceOf(result)}`);
  const left = done.length - lines.length;
  return [
    done.length === 0
      ? 'No step was completed.'
      : `What was done:\n${left > 0 ? `- … ${left} steps before\n` : ''}${lines.join('\n')}`,
    failed.length === 0 ? '' : `The last thing that did not work: ${nameOf(failed.at(-1))}.`,
  ].filter((text) => text !== '');
}

export function stoppedBecause(why: string): string {
  return `I stopped before this was done: ${why}.`;
}

function sentenceOf(result: AgentResult): string {
  return result.says === '' ? nameOf(result) : (result.says.split('\n')[0] ?? '');
}

function nameOf(result: AgentResult | undefined): string {
  return result?.call.action ?? result?.call.name ?? '';
}
