import { createElement } from 'react';
import type { Task } from '../../../contract/plan-task.ts';
import { iconOf } from './steps.ts';

/** What a step is, as a sign. */
export function StepGlyph({ task, size, className }: { task: Task; size: number; className?: string }) {
  return createElement(iconOf(task), { 'aria-hidden': true, size, strokeWidth: 1.75, className });
}
