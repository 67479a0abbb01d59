import { useRun } from '../runs/use-run.ts';
import { type StepStates, useStepStates } from './step-states.ts';

export function useShownRun(runId: string): { states: StepStates; isAsking: boolean } {
  const { entry, rows, pending } = useRun(runId);
  const isBlocked = rows.some(({ step }) => step === 'blocked' || step === 'uncertain');
  return { states: useStepStates(entry?.run, rows), isAsking: pending.length > 0 || isBlocked };
}
