import { createElement } from 'react';
import type { WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import { iconOfTrigger } from './trigger-words.ts';

interface TriggerGlyphProps {
  trigger: Pick<WorkflowTrigger, 'start'>;
  size: number;
  className?: string;
}

/** What a trigger waits for, as a sign. */
export function TriggerGlyph({ trigger, size, className }: TriggerGlyphProps) {
  return createElement(iconOfTrigger(trigger), { 'aria-hidden': true, size, strokeWidth: 1.75, className });
}
