import { isLasting } from '../../contract/manifest.ts';
import type { Plan, TaskPreview } from '../../contract/plan.ts';
import { type Estimate, estimateText } from '../../contract/usage.ts';
import { codeLines, needText } from './need-text.ts';
import { printableLine } from '../base/printable.ts';

/** A plan as a numbered list: each task, its action, what it waits for and what it will touch; and what all are declared to cost. */
export function planText(plan: Plan, preview: readonly TaskPreview[], estimate?: Estimate): string[] {
  const numbers = new Map(plan.tasks.map((task, index) => [task.id, index + 1]));
  const lines = [`Plan: ${printableLine(plan.title)}`];
  for (const [index, task] of plan.tasks.entries()) {
    const shown = preview.find(({ taskId }) => taskId === task.id);
    const after = (task.after ?? []).map((id) => numbers.get(id)).filter((number) => number !== undefined);
    const waits = after.length > 0 ? `, after ${after.join(' and ')}` : '';
    lines.push(`  ${index + 1}. ${printableLine(shown?.title ?? task.title ?? task.id)} (${task.action}${waits})`);
    for (const need of shown?.needs ?? []) lines.push(`     will ${needText(need)}`, ...codeLines(need));
    if (shown && isLasting(shown)) lines.push('     cannot be undone');
  }
  if (estimate) lines.push(`Declared cost: ${estimateText(estimate)}`);
  return lines;
}
